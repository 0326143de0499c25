// Runs, their files and the names of model versions, as MLflow keeps them.
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '@/lib/errors/app-error'
import { MlflowRefusal, type MlflowRequests } from './requests'

/** Everything of this installation lies in one experiment, and all its models are versions of one registered model. */
const EXPERIMENT = 'Marquee'
const REGISTERED_MODEL = 'marquee'
/** MLflow takes no more at once. */
const MOST_METRICS = 1000
const MOST_TEXT = 5000

export interface MlflowMetric {
  key: string
  value: number
  timestamp: number
  step: number
}

export interface MlflowRecord {
  name: string
  startedAt: Date
  finishedAt: Date
  params: Record<string, string>
  tags: Record<string, string>
  metrics: MlflowMetric[]
}

const experimentSchema = z.object({ experiment_id: z.string() })
const runSchema = z.object({ run: z.object({ info: z.object({ run_id: z.string(), artifact_uri: z.string() }) }) })
const versionsSchema = z.object({ model_versions: z.array(z.object({ version: z.coerce.string() })).default([]) })

export interface MlflowRun {
  runId: string
  artifactUri: string
}

export class MlflowClient {
  constructor(private readonly requests: MlflowRequests) {}

  /** The run of an earlier attempt, where the server still has it. */
  async findRun(runId: string): Promise<MlflowRun | null> {
    try {
      return toRun(await this.requests.ask('GET', 'runs/get', { run_id: runId }))
    } catch (error) {
      if (isRefused(error, 'RESOURCE_DOES_NOT_EXIST')) return null
      throw error
    }
  }

  async createRun({ name, startedAt, tags }: MlflowRecord): Promise<MlflowRun> {
    return toRun(
      await this.requests.ask('POST', 'runs/create', {
        experiment_id: await this.requireExperiment(),
        run_name: name,
        start_time: startedAt.getTime(),
        tags: pairs({ ...tags, 'mlflow.source.name': 'marquee' }),
      }),
    )
  }

  /** The same again changes nothing. */
  async logRecord(runId: string, { params, metrics, finishedAt }: MlflowRecord): Promise<void> {
    await this.requests.ask('POST', 'runs/log-batch', { run_id: runId, params: pairs(params) })
    for (let at = 0; at < metrics.length; at += MOST_METRICS)
      await this.requests.ask('POST', 'runs/log-batch', {
        run_id: runId,
        metrics: metrics.slice(at, at + MOST_METRICS).map((metric) => ({ ...metric, key: spellKey(metric.key) })),
      })
    await this.requests.ask('POST', 'runs/update', {
      run_id: runId,
      status: 'FINISHED',
      end_time: finishedAt.getTime(),
    })
  }

  /**
   * Uploads files through the server's artefact proxy and registers them as a version, unless that was done before.
   * @throws AppError('unavailable') where the server keeps artefacts in a place that only it, or its clients in Python, can reach.
   */
  async registerModel({ runId, artifactUri }: MlflowRun, files: readonly string[]): Promise<void> {
    if ((await this.findVersion(runId)) !== null) return
    const [, folder] = /^mlflow-artifacts:\/{1,2}([^/].*)$/.exec(artifactUri) ?? []
    if (folder === undefined)
      throw new AppError(
        'unavailable',
        `MLflow keeps artefacts at ${artifactUri}, without its proxy. Start it with --serve-artifacts, which is its default.`,
      )
    for (const file of files) await this.requests.upload(`${folder}/model/${path.basename(file)}`, file)
    await this.tolerate('RESOURCE_ALREADY_EXISTS', 'registered-models/create', { name: REGISTERED_MODEL })
    const source = `${artifactUri}/model`
    await this.requests.ask('POST', 'model-versions/create', { name: REGISTERED_MODEL, source, run_id: runId })
  }

  /** @returns false when the run is no version of the registered model. */
  async setAlias(alias: string, runId: string): Promise<boolean> {
    const version = await this.findVersion(runId)
    if (version === null) return false
    await this.requests.ask('POST', 'registered-models/alias', { name: REGISTERED_MODEL, alias, version })
    return true
  }

  private async findVersion(runId: string): Promise<string | null> {
    const answer = await this.requests.ask('GET', 'model-versions/search', { filter: `run_id='${runId}'` })
    return versionsSchema.parse(answer).model_versions[0]?.version ?? null
  }

  private async requireExperiment(): Promise<string> {
    await this.tolerate('RESOURCE_ALREADY_EXISTS', 'experiments/create', { name: EXPERIMENT })
    const answer = await this.requests.ask('GET', 'experiments/get-by-name', { experiment_name: EXPERIMENT })
    return z.object({ experiment: experimentSchema }).parse(answer).experiment.experiment_id
  }

  private async tolerate(errorCode: string, address: string, body: Record<string, unknown>): Promise<void> {
    try {
      await this.requests.ask('POST', address, body)
    } catch (error) {
      if (!isRefused(error, errorCode)) throw error
    }
  }
}

const isRefused = (error: unknown, code: string) => error instanceof MlflowRefusal && error.errorCode === code

function toRun(answer: unknown): MlflowRun {
  const { run_id: runId, artifact_uri: artifactUri } = runSchema.parse(answer).run.info
  return { runId, artifactUri }
}

/** Letters, digits, "_", "-", ".", ":", "/" and blanks are all that MLflow takes in a key: "NDCG@10" becomes "NDCG_at_10". */
const spellKey = (key: string) => key.replaceAll('@', '_at_').replaceAll(/[^\w\-.:/ ]/g, '_')

const pairs = (record: Record<string, string>) =>
  Object.entries(record).map(([key, value]) => ({ key: spellKey(key), value: value.slice(0, MOST_TEXT) }))
