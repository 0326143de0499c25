// Searches hyper-parameters on validation data: random draws, successive halving, resumable.
import { AppError, isAppError } from '@/lib/errors/app-error'
import type { ModelDefinition } from '@/lib/recsys/models/contract'
import { requireModel } from '@/lib/recsys/models/registry'
import { planRungs, selectBest } from '@/lib/recsys/tuning/halving'
import { drawConfigs, type SearchSpace } from '@/lib/recsys/tuning/search-space'
import { planValidation } from '@/lib/recsys/tuning/validation-plan'
import { evaluateModel, type Exam } from '../evaluation/evaluate-model'
import { SearchState, type TrialResult } from './search-state'

export interface TuneOptions {
  model: string
  /** The model's own where not said. */
  space?: SearchSpace
  /** How many configurations are drawn; the defaults take part besides. */
  trials: number
  /** NDCG at the longest list where not said. RMSE and MAE are made small, everything else large. */
  metric?: string
  /** Where the search keeps what it knows, and from where it goes on. */
  stateFile?: string
  signal?: AbortSignal
  report?: (text: string) => void
}

/** What `marquee tune --json` prints. */
export interface TuningReport {
  data: string
  fingerprint: string
  protocol: string
  /** What was held out, inside the training part. */
  validation: string
  model: string
  metric: string
  seed: number
  trials: number
  space: SearchSpace
  /** On all the people. */
  best: TrialResult
  defaults: TrialResult
  results: TrialResult[]
}

interface Search extends Omit<TuneOptions, 'model' | 'space' | 'metric'> {
  exam: Exam
  definition: ModelDefinition
  metric: string
  lowerIsBetter: boolean
  /** The defaults first. */
  configs: unknown[]
  state: SearchState
}

/**
 * Draws configurations, measures them by the exam's protocol inside its training part, on a quarter, a half and all of the people, and
 * keeps the best third each time; the defaults are measured throughout. Deterministic in data, space, trials and seed, interrupted or not.
 * @throws AppError('invalid') for an unknown model, metric or space; AppError('conflict') for the state of another search.
 */
export async function tuneModel(exam: Exam, options: TuneOptions): Promise<TuningReport> {
  const definition = requireModel(options.model)
  const space = options.space ?? requireSpace(definition)
  const metric = options.metric ?? `NDCG@${Math.max(...exam.ks)}`
  const configs = listConfigs(definition, space, options.trials, exam.seed)
  const { fingerprint, plan, seed, ks } = exam
  const question = {
    model: `${definition.name}@${definition.version}`,
    ...{ fingerprint, protocol: plan.protocol, description: plan.description, metric, seed, ks, space },
    trials: options.trials,
  }
  const state = await SearchState.open(options.stateFile ?? null, question)
  const lowerIsBetter = /^(RMSE|MAE|Gini|AveragePopularity)\b/.test(metric)
  const search: Search = { ...options, exam, definition, metric, lowerIsBetter, configs, state }
  const { best, defaults, validation } = await halve(search)
  const { name: model } = definition
  const { data } = exam
  return {
    ...{ data, fingerprint, protocol: plan.protocol, validation, model, metric, seed, trials: options.trials, space },
    ...{ best, defaults, results: state.results },
  }
}

function requireSpace({ name, space }: ModelDefinition): SearchSpace {
  if (space) return space
  throw new AppError('invalid', `${name} has nothing to tune. Give a search space (--space) to tune it all the same.`)
}

/** The defaults first. A draw that the model refuses means that the space is wrong, and that is said at once. */
function listConfigs(definition: ModelDefinition, space: SearchSpace, trials: number, seed: number): unknown[] {
  return [{}, ...drawConfigs(space, trials, seed)].map((config) => definition.parseConfig(config))
}

async function halve(search: Search): Promise<Pick<TuningReport, 'best' | 'defaults' | 'validation'>> {
  const rungs = planRungs(search.configs.length - 1)
  let running = search.configs.map((_, trial) => trial)
  for (const [rung, { share }] of rungs.entries()) {
    const { exam } = search
    const plan = planValidation(exam.plan, share, { seed: exam.seed, sampledNegatives: exam.plan.sampledNegatives })
    const results: TrialResult[] = []
    for (const [i, trial] of running.entries()) {
      search.signal?.throwIfAborted()
      const said = `round ${rung + 1} of ${rungs.length}, configuration ${i + 1} of ${running.length}`
      results.push(await measureOnce(search, { ...exam, plan }, trial, rung, said))
    }
    const next = rungs.at(rung + 1)
    if (!next) return { ...conclude(results, search.lowerIsBetter), validation: plan.description }
    const drawn = results.filter(({ trial }) => trial !== 0)
    running = [0, ...selectBest(drawn, next.keep, search.lowerIsBetter)]
  }
  throw new AppError('internal', 'A search has at least one round.')
}

function conclude(results: readonly TrialResult[], lowerIsBetter: boolean): Pick<TuningReport, 'best' | 'defaults'> {
  const [trial] = selectBest(results, 1, lowerIsBetter)
  const found = (wanted: number | undefined) => results.find((result) => result.trial === wanted)
  const best = found(trial)
  const defaults = found(0)
  if (best && defaults) return { best, defaults }
  throw new AppError('bad_data', `No configuration could be fitted: ${results.at(0)?.failed ?? 'there was none'}`)
}

async function measureOnce(
  search: Search,
  exam: Exam,
  trial: number,
  rung: number,
  said: string,
): Promise<TrialResult> {
  const { state, report } = search
  const known = state.find(trial, rung)
  if (known) return known
  report?.(said)
  const result = await measure(search, exam, trial, rung, said)
  await state.add(result)
  return result
}

async function measure(search: Search, exam: Exam, trial: number, rung: number, said: string): Promise<TrialResult> {
  const { definition, metric, configs, signal, report } = search
  const config = configs[trial]
  const nothing = { trial, rung, config, value: null, low: null, high: null, seconds: 0 }
  try {
    const tell = (text: string) => report?.(`${said}: ${text}`)
    const { report: measured } = await evaluateModel(exam, { model: definition.name, config, signal, report: tell })
    const estimate = Object.entries(measured.metrics).find(([name]) => name === metric)?.[1]
    if (!estimate) throw unknownMetric(metric, Object.keys(measured.metrics))
    return { trial, rung, config, ...estimate, seconds: measured.seconds }
  } catch (error) {
    // A configuration that cannot be fitted (a pivot of zero, more memory than there is) loses; a wrong question ends the search.
    if (error instanceof RangeError) return { ...nothing, failed: error.message }
    if (isAppError(error) && error.code === 'bad_data') return { ...nothing, failed: error.message }
    throw error
  }
}

const unknownMetric = (metric: string, known: string[]) =>
  new AppError('invalid', `There is no figure "${metric}". Choose among: ${known.join(', ')}.`)
