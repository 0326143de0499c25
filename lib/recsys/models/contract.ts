// The contract every model keeps, so that adding one means one folder and one line in ./registry.ts.
import type { RatingMatrix } from '../data/rating-matrix'
import type { SearchSpace } from '../tuning/search-space'

/** A row of the movie dimension, 0…nItems-1: never a movieId. */
export type ItemIndex = number & { readonly __brand?: 'ItemIndex' }

/**
 * A profile as every model sees it: a list of (item, stars) pairs, item indices strictly ascending.
 * `stars` are 0.5…5 in half steps. Times are there where they are known, and everything works without.
 */
export interface RatingVector {
  items: Int32Array
  stars: Float32Array
  /** When each was given, in seconds since 1970, where that is known. */
  ratedAt?: Int32Array
}

export interface ScoredItem {
  item: number
  score: number
  /** What this pair shares, strongest first (content models). */
  because?: Contribution[]
}

/** What a shared term is: a word of the text, a genre, a keyword or tag, a person. */
export type TermField = 'word' | 'genre' | 'theme' | 'director' | 'cast'

/** One part of the reason for a score. Where the model is linear the amounts add up to the score. */
export type Contribution =
  | { kind: 'term'; term: string; field?: TermField; amount: number }
  /** `stars` are what the profile gave the item, where the amount may be positive for a film that was not liked. */
  | { kind: 'rated-item'; item: number; stars?: number; amount: number }
  | { kind: 'neighbours'; loved: number; rated: number; neighbours: number; amount: number }
  | { kind: 'crowd'; mean: number; count: number; amount: number }
  /** The share of a blend's score that one of its parts gives and no single reason accounts for. */
  | { kind: 'model'; model: string; amount: number }

/** Predicted stars and the range in which 95 % of ratings are expected to lie, all within 0.5…5. */
export interface StarInterval {
  stars: number
  low: number
  high: number
}

/** A neighbour of a profile in the crowd. `similarity` is the shrunk cosine, -1…1; `common` counts co-rated items. */
export interface Neighbour {
  userIndex: number
  similarity: number
  common: number
}

/** The text side of the catalogue; one entry per item, in item order. Empty strings and arrays where unknown. */
export interface ItemText {
  title: string
  overview: string
  genres: readonly string[]
  keywords: readonly string[]
  tags: readonly string[]
  directors: readonly string[]
  cast: readonly string[]
  /** When it came out, where that is known. */
  year?: number | null
}

/** How much each of many tags says about the films that it knows, 0…1 (the tag genome of MovieLens). */
export interface TagGenome {
  /** (nTags) names. */
  tags: readonly string[]
  /** (nCovered) items, ascending. */
  items: Int32Array
  /** (nCovered × nTags) row-major; NaN where unknown. */
  relevance: Float32Array
}

/** What a model is fitted on. */
export interface TrainingData {
  ratings: RatingMatrix
  texts: readonly ItemText[]
  /** Only some data sets have one. */
  genome?: TagGenome
}

/** A point of a learning curve, e.g. the loss after an epoch. */
export interface CurvePoint {
  name: string
  /** From 1; the steps of one name ascend. */
  step: number
  value: number
}

export interface FitContext {
  seed: number
  /** Of the kernels, at most 64; default: the machine's, at most 8. The model does not depend on it. */
  threads?: number
  /** 0…1, called now and then. */
  onProgress?: (fraction: number) => void
  onCurve?: (point: CurvePoint) => void
  signal?: AbortSignal
}

/** Named typed arrays and a JSON part: what an artefact stores. */
export interface ModelState {
  arrays: Record<string, Float32Array | Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array>
  meta: Record<string, unknown>
}

export interface FittedModel {
  readonly nItems: number
  /** One score per item; higher means recommend sooner. Never mutates its input. Items that it knows nothing about get -Infinity. */
  score(ratings: RatingVector): Float32Array
  /** Stars 0.5…5, only where the model really predicts stars; undefined when there is no support. */
  predict?(ratings: RatingVector, item: number): number | undefined
  /** Predicted stars of all items at once (NaN without support), when that is cheaper than asking one by one. */
  predictAll?(ratings: RatingVector): Float32Array
  /**
   * Stars for these items as they would be given at these moments (seconds since 1970); NaN without support. Only where a model reads times;
   * {@link predict} then foretells the moment of the profile's latest rating.
   */
  predictAt?(ratings: RatingVector, items: Int32Array, times: Int32Array): Float64Array
  /** Where a model knows how sure it is of {@link predict}. */
  predictInterval?(ratings: RatingVector, item: number): StarInterval | undefined
  similar?(item: number, n: number): ScoredItem[]
  explain?(ratings: RatingVector, item: number): Contribution[]
  neighbours?(ratings: RatingVector): Neighbour[]
  /** All that is needed to load the model again, bit for bit. */
  save(): ModelState
}

/** A model before it is fitted. `TConfig` holds hyper-parameters only. */
export interface ModelDefinition<TConfig = unknown> {
  readonly name: string
  /** Shown to viewers when they choose a method. */
  readonly label: string
  readonly description: string
  /** Bumped when the meaning of the saved state changes. */
  readonly version: number
  /** Which training data it reads: decides which changes make its artefact stale. */
  readonly reads: readonly ('ratings' | 'texts' | 'genome')[]
  /** What it cannot do without and not every data set has: where it is missing, the model is not offered. */
  readonly needs?: 'genome'
  /** Whether fitting takes so long that the pages are served before it, also with few ratings. */
  readonly slow?: true
  /** Unknown in, complete config out; throws AppError('invalid') on anything else. */
  parseConfig(config: unknown): TConfig
  /** Where `marquee tune` looks for better hyper-parameters; none where there is nothing to tune. */
  readonly space?: SearchSpace
  /** Whether fitting, blending or measuring with this configuration reads when ratings were given. Where not, it is not told. */
  needsTimes?(config: TConfig): boolean
  fit(data: TrainingData, config: TConfig, context: FitContext): FittedModel
  /** @throws AppError('bad_artefact') when the state does not fit the data or itself. */
  load(state: ModelState, data: TrainingData, config: TConfig): FittedModel
}
