// A genome made up for tests: every film is a mixture of a few traits, tags tell of the traits, and people like some of them.
import { createRandom } from '@/lib/math/random'
import { RatingMatrix } from '../data/rating-matrix'
import type { TrainingData } from './contract'

export interface SyntheticGenome {
  data: TrainingData & { genome: NonNullable<TrainingData['genome']> }
  /** (nItems × nTraits) what each film is made of. */
  traits: Float64Array
  nTraits: number
}

export interface SyntheticGenomeOptions {
  seed: number
  nUsers: number
  nItems: number
  nTags: number
  nTraits: number
  /** Films at the end of the catalogue of which the genome knows nothing. */
  nWithout?: number
}

/**
 * relevance = σ(loadings · traits + noise), stars = 3 + taste · traits + noise, rounded to halves and clamped; each person rates a fifth of the films.
 * Traits, loadings and tastes are standard normal, tastes and traits scaled so that stars spread by about one.
 */
export function syntheticGenome(options: SyntheticGenomeOptions): SyntheticGenome {
  const { seed, nUsers, nItems, nTags, nTraits, nWithout = 0 } = options
  const random = createRandom(seed)
  const normals = (length: number) => Float64Array.from({ length }, () => random.normal())
  const traits = normals(nItems * nTraits)
  const loadings = normals(nTags * nTraits)
  const dot = (a: Float64Array, row: number, b: Float64Array, other: number) => {
    let sum = 0
    for (let k = 0; k < nTraits; k++) sum += a[row * nTraits + k] * b[other * nTraits + k]
    return sum / Math.sqrt(nTraits)
  }
  const nCovered = nItems - nWithout
  const relevance = new Float32Array(nCovered * nTags)
  for (let item = 0; item < nCovered; item++)
    for (let tag = 0; tag < nTags; tag++) {
      const strength = 1.5 * dot(traits, item, loadings, tag) + 0.3 * random.normal() - 1
      relevance[item * nTags + tag] = 1 / (1 + Math.exp(-strength))
    }
  const tastes = normals(nUsers * nTraits)
  const triples: [number, number, number][] = []
  for (let user = 0; user < nUsers; user++)
    for (let item = 0; item < nItems; item++) {
      const halfStars = Math.round(6 + 2.4 * dot(traits, item, tastes, user) + 0.8 * random.normal())
      if (random.next() < 0.2) triples.push([user + 1, item + 1, Math.min(10, Math.max(1, halfStars))])
    }
  const ratings = RatingMatrix.fromTriples(
    {
      userId: Int32Array.from(triples, ([user]) => user),
      movieId: Int32Array.from(triples, ([, movie]) => movie),
      halfStars: Uint8Array.from(triples, ([, , value]) => value),
    },
    Int32Array.from({ length: nItems }, (_, item) => item + 1),
  )
  const genome = {
    tags: Array.from({ length: nTags }, (_, tag) => `tag ${tag}`),
    items: Int32Array.from({ length: nCovered }, (_, item) => item),
    relevance,
  }
  return { data: { ratings, texts: [], genome }, traits, nTraits }
}
