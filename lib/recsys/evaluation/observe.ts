// One person, one model: the list it makes, the stars it predicts, and every figure of both.
import { averagePopularity, genreDiversity, novelty } from '../metrics/beyond-accuracy'
import { findHits, ndcgByChance, rankingMetrics } from '../metrics/ranking'
import { rmse, sumRatingErrors } from '../metrics/rating-error'
import type { FittedModel } from '../models/contract'
import type { ExposedLists } from './exposure'
import type { Person, Round } from './people'
import type { PersonValues } from './person-values'
import { sampleNegatives, type Ranker } from './rank'

/** Figures of the sampled ranking: the ones that the papers which sample report. */
const SAMPLED_FIGURES = ['HR', 'NDCG', 'MRR']

/** Sums per person from which RMSE and MAE are made. */
export const ERROR_FIGURES = {
  count: 'errors: ratings',
  squared: 'errors: squared',
  absolute: 'errors: absolute',
  supported: 'errors: supported ratings',
  supportedSquared: 'errors: supported squared',
  supportedAbsolute: 'errors: supported absolute',
} as const

/** Sums per person of how predicted intervals fare, where a model gives them. */
export const INTERVAL_FIGURES = {
  count: 'intervals: ratings',
  inside: 'intervals: ratings inside',
  width: 'intervals: widths',
} as const

/** RMSE of one person's ratings; its mean over people is what paired comparisons of RMSE can use. */
export const PERSON_RMSE = 'RMSE (per person)'

export interface Observer {
  ks: readonly number[]
  seed: number
  sampledNegatives: number
  ranker: Ranker
  values: PersonValues
  exposure: ExposedLists
  /** Training ratings per item. */
  counts: Uint32Array
  /** Items with a training rating: what negatives are sampled from. */
  rated: Int32Array
  genres: Int32Array | null
  /** Mean of all training ratings, in stars. */
  crowdMean: number
}

/** What a person's list was, for those who want to check it with another tool. */
export interface ObservedRanking {
  userId: number
  /** Best first, as many as the longest list asked for. */
  items: Int32Array
  scores: Float64Array
  relevant: ReadonlySet<number>
}

/** Ranks for one person and notes the figures. @param relevant not empty. O(nItems + lists). */
export function observeRanking(
  observer: Observer,
  {
    round,
    scores,
    person,
    relevant,
  }: { round: Round; scores: Float32Array; person: Person; relevant: ReadonlySet<number> },
): ObservedRanking {
  const { ks, ranker, values, counts, genres } = observer
  const seen = new Set(person.known.items)
  const longest = Math.max(...ks)
  const list = ranker.rank(scores, longest, (item) => round.candidates[item] === 1 && !seen.has(item))
  const hits = findHits(list.indices, relevant)
  const open = round.nCandidates - person.known.items.filter((item) => round.candidates[item] === 1).length
  for (const k of ks) {
    const note = (name: string, value: number) => values.add(person.userId, `${name}@${k}`, value)
    for (const [name, metric] of Object.entries(rankingMetrics)) note(name, metric(hits, relevant.size, k))
    values.add(person.userId, `NDCG@${k} (chance)`, ndcgByChance(relevant.size, open, k))
    note('Novelty', novelty(list.indices, counts, round.train.nUsers, k))
    note('AveragePopularity', averagePopularity(list.indices, counts, k))
    if (genres) note('Diversity', genreDiversity(list.indices, genres, k))
  }
  observer.exposure.add(person.userId, list.indices)
  if (observer.sampledNegatives > 0) observeSampled(observer, { scores, person, relevant })
  return { userId: person.userId, items: list.indices, scores: list.scores, relevant }
}

function observeSampled(
  { ks, seed, ranker, values, rated, sampledNegatives }: Observer,
  { scores, person, relevant }: { scores: Float32Array; person: Person; relevant: ReadonlySet<number> },
): void {
  const own = new Set([...person.known.items, ...person.hidden.items])
  const drawn = { count: sampledNegatives, isExcluded: (item: number) => own.has(item), seed, userId: person.userId }
  const negatives = sampleNegatives(rated, drawn)
  const list = ranker.rank(scores, Math.max(...ks), (item) => negatives.has(item) || relevant.has(item))
  const hits = findHits(list.indices, relevant)
  for (const name of SAMPLED_FIGURES)
    for (const k of ks)
      values.add(
        person.userId,
        sampledName(`${name}@${k}`, sampledNegatives),
        rankingMetrics[name](hits, relevant.size, k),
      )
}

/** How a figure against sampled negatives is called, so that nobody takes it for one over the catalogue. */
export const sampledName = (name: string, negatives: number) => `${name} (${negatives} sampled)`

/**
 * Predicts the hidden stars of one person and notes the errors, twice: over all of them, with the person's own mean (the crowd's
 * for an empty profile) where the model does not predict, and over those that it does predict.
 */
export function observeStars(
  { values, crowdMean }: Observer,
  model: FittedModel,
  { userId, known, hidden }: Person,
): void {
  const predicted = predictStars(model, known, hidden)
  const ownMean =
    known.stars.length > 0 ? known.stars.reduce((sum, stars) => sum + stars, 0) / known.stars.length : crowdMean
  const all = sumRatingErrors(
    predicted.map((stars) => (Number.isNaN(stars) ? ownMean : stars)),
    hidden.stars,
  )
  const supported = sumRatingErrors(predicted, hidden.stars)
  values.add(userId, PERSON_RMSE, rmse(all))
  values.add(userId, ERROR_FIGURES.count, all.count)
  values.add(userId, ERROR_FIGURES.squared, all.squared)
  values.add(userId, ERROR_FIGURES.absolute, all.absolute)
  values.add(userId, ERROR_FIGURES.supported, supported.count)
  values.add(userId, ERROR_FIGURES.supportedSquared, supported.squared)
  values.add(userId, ERROR_FIGURES.supportedAbsolute, supported.absolute)
}

/** Notes how many of the hidden stars lie in the intervals that the model gives, and how wide these are. */
export function observeIntervals({ values }: Observer, model: FittedModel, { userId, known, hidden }: Person): void {
  if (!model.predictInterval) return
  const noted = { count: 0, inside: 0, width: 0 }
  hidden.items.forEach((item, i) => {
    const interval = model.predictInterval?.(known, item)
    if (!interval) return
    noted.count++
    noted.width += interval.high - interval.low
    if (interval.low <= hidden.stars[i] && hidden.stars[i] <= interval.high) noted.inside++
  })
  values.add(userId, INTERVAL_FIGURES.count, noted.count)
  values.add(userId, INTERVAL_FIGURES.inside, noted.inside)
  values.add(userId, INTERVAL_FIGURES.width, noted.width)
}

export const predictsStars = (model: FittedModel) => Boolean(model.predictAll ?? model.predict)

function predictStars(model: FittedModel, known: Person['known'], { items, ratedAt }: Person['hidden']): Float64Array {
  if (ratedAt && model.predictAt) return model.predictAt(known, items, ratedAt)
  const all = model.predictAll?.(known)
  return Float64Array.from(items, (item) => (all ? all[item] : (model.predict?.(known, item) ?? Number.NaN)))
}
