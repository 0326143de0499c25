// Several models, one split: each one's figures, and every pair compared on the same people.
import { AppError } from '@/lib/errors/app-error'
import { compareOnMetric, type Comparison, type Contender } from '@/lib/recsys/evaluation/compare'
import { evaluateModel, type EvaluationReport, type Exam } from './evaluate-model'

/** A model with a config, under the name that the result uses. */
export interface Entry {
  label: string
  model: string
  config?: unknown
}

/** What `marquee compare --json` prints. */
export interface ComparisonReport {
  data: string
  fingerprint: string
  protocol: string
  description: string
  seed: number
  /** Of all models together: one process ran them in turn. */
  peakBytes: number
  results: (EvaluationReport & { label: string })[]
  comparisons: Comparison[]
}

export interface CompareOptions {
  entries: readonly Entry[]
  /** Which figures to compare pairwise; NDCG at the longest list where not said. */
  metrics?: readonly string[]
  signal?: AbortSignal
  report?: (text: string) => void
}

/**
 * Evaluates the entries in turn and compares each pair.
 * @throws AppError('invalid') for fewer than two entries, a label that comes twice, or a metric that is not measured per person.
 */
export async function compareModels(exam: Exam, options: CompareOptions): Promise<ComparisonReport> {
  const { entries, metrics = [`NDCG@${Math.max(...exam.ks)}`] } = options
  if (entries.length < 2) throw new AppError('invalid', 'Name at least two models to compare.')
  if (new Set(entries.map(({ label }) => label)).size < entries.length)
    throw new AppError('invalid', 'Two models have the same name: write them as popularity:a,popularity:b.')
  const results: ComparisonReport['results'] = []
  const contenders: Contender[] = []
  for (const { label, model, config } of entries) {
    const { report, evaluation } = await evaluateModel(exam, { ...options, model, config })
    results.push({ label, ...report })
    contenders.push({ label, values: evaluation.values })
  }
  return {
    data: exam.data,
    fingerprint: exam.fingerprint,
    protocol: exam.plan.protocol,
    description: exam.plan.description,
    seed: exam.seed,
    peakBytes: Math.max(...results.map(({ peakBytes }) => peakBytes)),
    results,
    comparisons: metrics.flatMap((metric) => compareOnMetric(requireFigure(contenders, metric), metric, exam.seed)),
  }
}

function requireFigure(contenders: Contender[], metric: string): Contender[] {
  const lacking = contenders.find(({ values }) => !values.figures.includes(metric))
  if (!lacking) return contenders
  const known = lacking.values.figures.filter((figure) => !figure.startsWith('errors: ')).join(', ')
  throw new AppError('invalid', `${lacking.label} has no figure "${metric}" per person. Choose among: ${known}.`)
}
