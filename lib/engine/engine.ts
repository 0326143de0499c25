// What is in memory: the snapshot and the fitted models. Scores, filters, ranks and explains; never touches the database.
import { AppError } from '@/lib/errors/app-error'
import { topK } from '@/lib/math/top-k'
import type { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import type { Contribution, FittedModel, ModelDefinition, RatingVector } from '@/lib/recsys/models/contract'
import { requireModel, requireServed } from '@/lib/recsys/models/registry'
import type { Catalogue } from './catalogue'

export interface LoadedModel {
  definition: Pick<ModelDefinition, 'name' | 'label' | 'description'>
  fitted: FittedModel
  runId: string
}

export interface RankedItem {
  item: number
  score: number
  predictedStars?: number
  because: Contribution[]
}

export interface EngineParts {
  catalogue: Catalogue
  ratings: RatingMatrix
  models: ReadonlyMap<string, LoadedModel>
  /** The model that serves where nobody chose one; null while none is there. */
  champion: string | null
  fingerprint: string
  dataSet: { name: string; synthetic: boolean }
  /** Whether models that need a tag genome can be offered; false where not said. */
  hasGenome?: boolean
}

/** Stands for whatever model is the champion. */
export const CHAMPION = 'champion'

export class Engine {
  readonly catalogue: Catalogue
  readonly ratings: RatingMatrix
  readonly models: ReadonlyMap<string, LoadedModel>
  readonly champion: string | null
  readonly fingerprint: string
  readonly dataSet: { name: string; synthetic: boolean }
  readonly hasGenome: boolean

  constructor(parts: EngineParts) {
    this.catalogue = parts.catalogue
    this.ratings = parts.ratings
    this.models = parts.models
    this.champion = parts.champion
    this.fingerprint = parts.fingerprint
    this.dataSet = parts.dataSet
    this.hasGenome = parts.hasGenome ?? false
  }

  /**
   * @param method the name of a model, or "champion".
   * @throws AppError('invalid') for a name that no model has or that these data cannot serve, AppError('not_ready') while the model
   * is being trained.
   */
  requireModel(method: string): LoadedModel {
    if (method === CHAMPION) return this.requireChampion()
    const definition = requireModel(method)
    requireServed(definition, this)
    const model = this.models.get(method)
    if (!model) throw new AppError('not_ready', `"${definition.label}" is being trained. Try again in a moment.`)
    return model
  }

  private requireChampion(): LoadedModel {
    if (this.champion === null)
      throw new AppError('not_ready', 'The models are still being trained. Try again in a moment.')
    return this.requireModel(this.champion)
  }

  /** Ratings as models read them; movies that the snapshot does not know are left out. Times count only where all are known. */
  toVector(rows: readonly { movieId: number; halfStars: number; ratedAt?: number }[]): RatingVector {
    const known = rows
      .map((row) => ({ item: this.catalogue.indexOf(row.movieId), stars: row.halfStars / 2, ratedAt: row.ratedAt }))
      .filter((row) => row.item >= 0)
      .sort((a, b) => a.item - b.item)
    const timed = known.length > 0 && known.every(({ ratedAt }) => ratedAt !== undefined)
    return {
      items: Int32Array.from(known, (row) => row.item),
      stars: Float32Array.from(known, (row) => row.stars),
      ...(timed && { ratedAt: Int32Array.from(known, (row) => row.ratedAt ?? 0) }),
    }
  }

  /** The best `k` items for a profile, without those it rated and those in `hidden`. */
  recommend(method: string, ratings: RatingVector, k: number, hidden: Iterable<number> = []): RankedItem[] {
    const { fitted } = this.requireModel(method)
    const scores = fitted.score(ratings)
    for (const item of ratings.items) scores[item] = -Infinity
    for (const item of hidden) scores[item] = -Infinity
    const best = topK(scores, k)
    return Array.from(best.indices, (item, i) => ({
      item,
      score: best.scores[i],
      predictedStars: fitted.predict?.(ratings, item),
      because: fitted.explain?.(ratings, item) ?? [],
    }))
  }

  /** The `k` items nearest to one item, without those in `hidden`. */
  similar(method: string, item: number, k: number, hidden: ReadonlySet<number> = new Set()): RankedItem[] {
    const { fitted } = this.requireModel(method)
    if (!fitted.similar)
      throw new AppError('invalid', `The method "${method}" does not compare movies with each other.`)
    // A filter may hide most of the catalogue: asking for a few more first is cheaper than asking for all at once.
    for (let n = k + Math.min(hidden.size, k); ; n *= 4) {
      const found = fitted.similar(item, n)
      const near = found.filter((other) => !hidden.has(other.item))
      if (near.length >= k || found.length < n)
        return near.slice(0, k).map((other) => ({ item: other.item, score: other.score, because: other.because ?? [] }))
    }
  }
}
