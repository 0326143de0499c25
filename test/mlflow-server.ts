// A stand-in for an MLflow server over loopback: what of its REST API we use, and how it refuses.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface StandInRun {
  runId: string
  status: string
  params: Record<string, string>
  tags: Record<string, string>
  metrics: { key: string; value: number; step: number }[]
}

export interface MlflowStandIn {
  uri: string
  runs: Map<string, StandInRun>
  /** Paths of the uploaded files with their sizes. */
  files: Map<string, number>
  /** Run ids by alias. */
  aliases: Map<string, string>
  requests: string[]
  /** So many of the next requests are answered by 503. */
  failNext(n: number): void
  close(): Promise<void>
}

interface Answer {
  status?: number
  body: unknown
}

const refusal = (errorCode: string): Answer => ({ status: 400, body: { error_code: errorCode, message: errorCode } })
const KEY = /^[\w\-.:/ ]+$/

export async function startMlflow(): Promise<MlflowStandIn> {
  const state = {
    runs: new Map<string, StandInRun>(),
    files: new Map<string, number>(),
    aliases: new Map<string, string>(),
    versions: [] as string[],
    created: new Set<string>(),
    requests: [] as string[],
    failing: 0,
  }
  const server = createServer((request, response) => {
    void readBody(request).then((bytes) => {
      const url = new URL(request.url ?? '', 'http://localhost')
      state.requests.push(`${request.method} ${url.pathname}`)
      const { status = 200, body } =
        state.failing-- > 0 ? { status: 503, body: {} } : answer(state, request.method ?? '', url, bytes)
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    ...state,
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failNext: (n) => void (state.failing = n),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

interface State {
  runs: Map<string, StandInRun>
  files: Map<string, number>
  aliases: Map<string, string>
  versions: string[]
  created: Set<string>
}

const infoOf = (runId: string) => ({
  run: { info: { run_id: runId, artifact_uri: `mlflow-artifacts:/1/${runId}/artifacts` } },
})

function answer(state: State, method: string, url: URL, bytes: Buffer): Answer {
  const path = url.pathname.replace('/api/2.0/', '')
  if (method === 'PUT') {
    state.files.set(path.replace('mlflow-artifacts/artifacts/', ''), bytes.length)
    return { body: {} }
  }
  const given = (bytes.length ? JSON.parse(bytes.toString()) : {}) as Record<string, unknown>
  const once = (name: string): Answer => {
    if (state.created.has(name)) return refusal('RESOURCE_ALREADY_EXISTS')
    state.created.add(name)
    return { body: {} }
  }
  switch (path) {
    case 'mlflow/experiments/create':
    case 'mlflow/registered-models/create':
      return once(`${path} ${String(given.name)}`)
    case 'mlflow/experiments/get-by-name':
      return { body: { experiment: { experiment_id: '1', name: url.searchParams.get('experiment_name') } } }
    case 'mlflow/runs/create':
      return createRun(state, given)
    case 'mlflow/runs/get': {
      const id = url.searchParams.get('run_id') ?? ''
      return state.runs.has(id) ? { body: infoOf(id) } : refusal('RESOURCE_DOES_NOT_EXIST')
    }
    case 'mlflow/runs/log-batch':
    case 'mlflow/runs/update':
      return change(state, given)
    case 'mlflow/model-versions/create':
      state.versions.push(String(given.run_id))
      return { body: { model_version: { version: String(state.versions.length) } } }
    case 'mlflow/model-versions/search': {
      const id = /run_id='([^']+)'/.exec(url.searchParams.get('filter') ?? '')?.[1] ?? ''
      const at = state.versions.indexOf(id)
      return { body: at < 0 ? {} : { model_versions: [{ version: String(at + 1) }] } }
    }
    case 'mlflow/registered-models/alias':
      state.aliases.set(String(given.alias), state.versions[Number(given.version) - 1])
      return { body: {} }
    default:
      return { status: 404, body: { error_code: 'ENDPOINT_NOT_FOUND', message: path } }
  }
}

interface Pair {
  key: string
  value: string
}

const recordOf = (given: unknown) => Object.fromEntries(((given ?? []) as Pair[]).map(({ key, value }) => [key, value]))

function createRun(state: State, given: Record<string, unknown>): Answer {
  const runId = `mlflow-${state.runs.size + 1}`
  state.runs.set(runId, { runId, status: 'RUNNING', params: {}, tags: recordOf(given.tags), metrics: [] })
  return { body: infoOf(runId) }
}

function change(state: State, given: Record<string, unknown>): Answer {
  const run = state.runs.get(String(given.run_id))
  if (!run) return refusal('RESOURCE_DOES_NOT_EXIST')
  const metrics = (given.metrics ?? []) as StandInRun['metrics']
  if (metrics.some(({ key }) => !KEY.test(key))) return refusal('INVALID_PARAMETER_VALUE')
  Object.assign(run.params, recordOf(given.params))
  run.metrics.push(...metrics)
  run.status = String(given.status ?? run.status)
  return { body: {} }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
