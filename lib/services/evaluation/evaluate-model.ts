// One model, one data file, one protocol: figures with intervals, and everything needed to repeat them.
import { createHash } from 'node:crypto'
import { AppError } from '@/lib/errors/app-error'
import { evaluate, type Evaluation, type Phase } from '@/lib/recsys/evaluation/evaluate'
import type { ObservedRanking } from '@/lib/recsys/evaluation/observe'
import { planProtocol, requireProtocol, type Plan } from '@/lib/recsys/evaluation/protocols'
import { kernelBuild } from '@/lib/recsys/kernel-build'
import type { Estimate } from '@/lib/recsys/metrics/bootstrap'
import { requireModel, requireServed } from '@/lib/recsys/models/registry'
import manifest from '@/package.json'
import { findWeights } from './find-weights'
import { readEvaluationData, readPublishedData, type Catalogue } from './read-evaluation-data'

/** A data set cut by one protocol: what several models can be asked alike. */
export interface Exam extends Catalogue {
  data: string
  fingerprint: string
  plan: Plan
  seed: number
  ks: readonly number[]
  threads?: number
  badRows: number
  userLabel(userId: number): string
  itemLabel(movieId: number): string
}

export interface ExamOptions {
  data?: string
  protocol?: string
  /** A published split instead of a protocol. */
  files?: { train: string; foldIn: string; heldOut: string }
  /** A dump of film metadata that completes the films of `data`. */
  enrich?: string
  seed: number
  ks: readonly number[]
  /** Of 'latest'. */
  sampledNegatives?: number
  /** Of 'strong'. */
  testUsers?: number
  /** Of the kernels that fit. */
  threads?: number
}

/** @throws AppError('invalid') unless exactly one of protocol and published files is given, with its data. */
export async function openExam(options: ExamOptions): Promise<Exam> {
  const { files, data, enrich, protocol, seed, ks, threads } = options
  if (enrich !== undefined && !data)
    throw new AppError('invalid', 'Name the data file (--data) whose films are to be enriched.')
  if (files) {
    if (protocol) throw new AppError('invalid', 'A published split is its own protocol: leave --protocol out.')
    const published = await readPublishedData(files, data ? await readEvaluationData(data, enrich) : undefined)
    return {
      ...published,
      data: [files.train, files.foldIn, files.heldOut].join(' + '),
      seed,
      ks,
      threads,
      badRows: 0,
      userLabel: (userId) => published.users[userId],
      itemLabel: (movieId) => published.items[movieId],
    }
  }
  if (!data || !protocol)
    throw new AppError(
      'invalid',
      'Name a data file (--data) and a protocol (--protocol), or the three files of a published split.',
    )
  const known = requireProtocol(protocol)
  const read = await readEvaluationData(data, enrich)
  const plan = planProtocol(known, read.ratings, options)
  return {
    itemIds: read.itemIds,
    texts: read.texts,
    genome: read.genome,
    data: read.synthetic ? `${read.name} (synthetic audience)` : read.name,
    fingerprint: read.fingerprint,
    plan,
    seed,
    ks,
    threads,
    badRows: read.badRows,
    userLabel: String,
    itemLabel: String,
  }
}

/** What `marquee evaluate --json` prints. */
export interface EvaluationReport {
  data: string
  fingerprint: string
  protocol: string
  description: string
  model: string
  config: unknown
  seed: number
  k: readonly number[]
  codeVersion: string
  /** Which build of the kernels ran, and on which Node. */
  kernels: string
  node: string
  /** Ratings in each part, and a hash of what lies where: equal hashes, equal split. One entry per fold. */
  splits: { train: number; foldIn: number; heldOut: number; hash: string }[]
  people: Evaluation['people']
  /** Rows of the data files that could not be used. */
  badRows: number
  metrics: Record<string, Estimate>
  /** Fitting and asking; reading the data and the intervals are not in it. */
  seconds: number
  timing: Record<'prepare' | 'fit' | 'ask' | 'intervals', number>
  /** The largest resident memory of this process so far, reading the data included. */
  peakBytes: number
  /** Where a model blends others: the weight of each. */
  perModelWeights?: Record<string, number>
}

export interface EvaluateModelOptions {
  model: string
  config?: unknown
  signal?: AbortSignal
  report?: (text: string) => void
  onRanking?: (ranking: ObservedRanking, round: number) => void
}

/** @throws AppError('invalid') for an unknown model, one that these data cannot serve, or a wrong config. */
export async function evaluateModel(
  exam: Exam,
  options: EvaluateModelOptions,
): Promise<{ report: EvaluationReport; evaluation: Evaluation }> {
  const definition = requireModel(options.model)
  requireServed(definition, { hasGenome: exam.genome !== undefined })
  const config = definition.parseConfig(options.config ?? {})
  const watch = new Stopwatch()
  let perModelWeights: Record<string, number> | undefined
  const evaluation = await evaluate(
    { ...exam, definition, config },
    {
      signal: options.signal,
      onRanking: options.onRanking,
      onFitted: (model) => (perModelWeights = findWeights(model)),
      onPhase: (phase, round) => {
        watch.begin(phase)
        options.report?.(`${definition.name}: ${phase} ${Math.min(round + 1, exam.plan.splits.length)}`)
      },
      onProgress: (fraction) => options.report?.(`${definition.name}: asked ${Math.round(fraction * 100)} %`),
    },
  )
  const timing = watch.stop()
  const report: EvaluationReport = {
    data: exam.data,
    fingerprint: exam.fingerprint,
    protocol: exam.plan.protocol,
    description: exam.plan.description,
    model: definition.name,
    config,
    seed: exam.seed,
    k: exam.ks,
    codeVersion: `marquee ${manifest.version}, ${definition.name}@${definition.version}`,
    kernels: kernelBuild(),
    node: process.version,
    splits: describeSplits(exam.plan),
    people: evaluation.people,
    badRows: exam.badRows,
    metrics: evaluation.metrics,
    seconds: timing.fit + timing.ask,
    timing,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    ...(perModelWeights ? { perModelWeights } : {}),
  }
  return { report, evaluation }
}

function describeSplits(plan: Plan): EvaluationReport['splits'] {
  return plan.splits.map(({ train, foldIn, heldOut }) => {
    const hash = createHash('sha256')
    for (const part of [train, foldIn, heldOut]) hash.update(part).update('|')
    return {
      train: train.length,
      foldIn: foldIn.length,
      heldOut: heldOut.length,
      hash: hash.digest('hex').slice(0, 16),
    }
  })
}

/** Seconds spent in each phase. */
class Stopwatch {
  private readonly seconds = { prepare: 0, fit: 0, ask: 0, intervals: 0 }
  private current?: { phase: Phase; since: number }

  begin(phase: Phase): void {
    this.stop()
    this.current = { phase, since: performance.now() }
  }

  stop(): EvaluationReport['timing'] {
    if (this.current) this.seconds[this.current.phase] += (performance.now() - this.current.since) / 1000
    this.current = undefined
    return { ...this.seconds }
  }
}
