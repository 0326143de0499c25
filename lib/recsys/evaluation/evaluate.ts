// Runs one model through one plan: fit, rank and predict person by person, figures with intervals.
import { AppError } from '@/lib/errors/app-error'
import type { Estimate } from '../metrics/bootstrap'
import type { FittedModel, ItemText, ModelDefinition, TagGenome } from '../models/contract'
import { ExposedLists, ExposureFigures } from './exposure'
import { toGenreMasks } from './genre-masks'
import {
  observeIntervals,
  observeRanking,
  observeStars,
  predictsStars,
  type ObservedRanking,
  type Observer,
} from './observe'
import { openRound, type Person, type Round } from './people'
import { PersonValues } from './person-values'
import type { Plan } from './protocols'
import { Ranker } from './rank'
import { summarise } from './summarise'

export interface EvaluationInput {
  plan: Plan
  /** The whole catalogue, ascending; `texts` in the same order. */
  itemIds: Int32Array
  texts: readonly ItemText[]
  /** Over the same catalogue, where the data set has one. */
  genome?: TagGenome
  definition: ModelDefinition
  /** As the definition's parseConfig answers it. */
  config: unknown
  /** Lengths of the lists. */
  ks: readonly number[]
  seed: number
  /** Of the kernels that fit; the figures do not depend on it. */
  threads?: number
}

export type Phase = 'prepare' | 'fit' | 'ask' | 'intervals'

export interface EvaluationContext {
  /** Called when a phase begins, so that the caller, who has a clock, can time them. */
  onPhase?: (phase: Phase, round: number) => void
  onProgress?: (fraction: number) => void
  /** Told every list that was judged. */
  onRanking?: (ranking: ObservedRanking, round: number) => void
  /** Told of every fitted model. */
  onFitted?: (model: FittedModel, round: number) => void
  signal?: AbortSignal
}

export interface Evaluation {
  metrics: Record<string, Estimate>
  values: PersonValues
  people: {
    /** Whose lists were judged, over all rounds. */
    ranked: number
    /** Left out: nothing is known of them. */
    withoutProfile: number
    /** Left out of the ranking: nothing relevant is hidden. */
    withoutRelevant: number
  }
}

/**
 * Evaluates a model.
 *
 * In each round the model is fitted on the training part; every person with a profile and something relevant among the candidates
 * gets a list over all candidates that are not in the profile. Figures are means over people (over ratings for RMSE and MAE),
 * with intervals from the same resamples. Deterministic in plan, config and seed. Cost: fitting, plus one score per person.
 * @throws AppError('bad_data') when nobody can be asked.
 */
export async function evaluate(input: EvaluationInput, context: EvaluationContext = {}): Promise<Evaluation> {
  const { plan, ks, seed } = input
  const values = new PersonValues()
  const people = { ranked: 0, withoutProfile: 0, withoutRelevant: 0 }
  const ranker = new Ranker(input.itemIds.length, seed)
  const genres = toGenreMasks(input.texts)
  const exposures = new ExposureFigures(ks)
  for (const [index, split] of plan.splits.entries()) {
    context.signal?.throwIfAborted()
    context.onPhase?.('prepare', index)
    const round = openRound(plan.table, split, input.itemIds)
    context.onPhase?.('fit', index)
    const model = await fitModel(input, round, context)
    context.onFitted?.(model, index)
    context.onPhase?.('ask', index)
    const observer: Observer = {
      ks,
      seed,
      sampledNegatives: plan.sampledNegatives,
      ranker,
      values,
      exposure: new ExposedLists(Math.max(...ks), round.nPeople, round.candidates),
      genres,
      ...describeTraining(round),
    }
    askEveryone({ input, context, observer, model, round, index, people })
    observer.exposure.noteIn(exposures)
  }
  if (people.ranked === 0)
    throw new AppError('bad_data', 'Nobody in this split has both a profile and something relevant to find.')
  context.onPhase?.('intervals', plan.splits.length)
  return { metrics: summarise(values, exposures, seed), values, people }
}

async function fitModel(
  { definition, config, texts, genome, seed, threads }: EvaluationInput,
  round: Round,
  context: EvaluationContext,
) {
  const data = { ratings: round.train, texts, genome }
  return await definition.fit(data, config, { seed, threads, signal: context.signal })
}

interface Asking {
  input: EvaluationInput
  context: EvaluationContext
  observer: Observer
  model: FittedModel
  round: Round
  index: number
  people: Evaluation['people']
}

function askEveryone(asking: Asking): void {
  const { input, context, round, index, people } = asking
  let asked = 0
  for (const person of round.people) {
    context.signal?.throwIfAborted()
    if (person.known.items.length === 0) people.withoutProfile++
    else askOne(asking, person)
    asked++
    if (asked % 64 === 0 || asked === round.nPeople)
      context.onProgress?.((index + asked / round.nPeople) / input.plan.splits.length)
  }
}

function askOne({ input, context, observer, model, round, index, people }: Asking, person: Person): void {
  const { plan } = input
  const relevant = new Set(
    person.hidden.items.filter(
      (item, i) => person.hidden.stars[i] > plan.relevantAbove && round.candidates[item] === 1,
    ),
  )
  if (relevant.size === 0) people.withoutRelevant++
  else {
    people.ranked++
    const scores = model.score(person.known)
    const ranking = observeRanking(observer, { round, scores, person, relevant })
    context.onRanking?.(ranking, index)
  }
  if (!plan.judgesStars || !predictsStars(model)) return
  observeStars(observer, model, person)
  observeIntervals(observer, model, person)
}

/** What observers need to know of the training part. O(ratings). */
function describeTraining({ train }: Round): Pick<Observer, 'counts' | 'rated' | 'crowdMean'> {
  const counts = new Uint32Array(train.nItems)
  for (const item of train.rows.indices) counts[item]++
  const rated = Int32Array.from(counts.keys()).filter((item) => counts[item] > 0)
  const sum = train.rows.halfStars.reduce((total, halfStars) => total + halfStars, 0)
  return { counts, rated, crowdMean: sum / 2 / train.nRatings }
}
