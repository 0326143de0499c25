// The best films of everybody at once: fold-in and ranking on kernels, block by block of people.
import { AlsSolver } from '@/lib/math/kernels/als'
import { FactorCatalogue, type BestItems } from '@/lib/math/kernels/catalogue'
import { padColumns, paddedTo8, unpadColumns } from '@/lib/math/kernels/octets'
import { withKernels, type Kernels } from '@/lib/math/kernels/pool'
import type { SparseRows } from '../../data/rating-matrix'
import type { ImplicitAlsConfig } from './config'
import { pullsOfAll } from './fold-in'
import { ridgeOf } from './likes'

/** So that the memory beside the answer does not grow with the crowd. */
const PEOPLE_PER_BLOCK = 16_384

export interface RecommendAllOptions {
  threads?: number
  /** 0…1, called now and then. What it throws ends the work. */
  step?: (fraction: number) => void
}

interface Films {
  /** (nItems × factors) */
  factors: Float32Array
  /** (nItems) 0 for films without factors. */
  known: Uint8Array
  config: ImplicitAlsConfig
}

/**
 * The `n` best films of each profile that are not in it, as the model's `score` would rank them, but for rounding: the fold-in is solved in
 * single precision here. People without a rating get none.
 * Time: O(nRatings factors² / 2 + nPeople (factors³ / 6 + nItems factors)) on all threads. Memory: 8 n bytes a person for the answer, and
 * one block's ratings and factors.
 * @param profiles (nPeople × nItems).
 */
export function recommendAll(films: Films, profiles: SparseRows, n: number, options: RecommendAllOptions): BestItems {
  const nPeople = profiles.indptr.length - 1
  const items = new Int32Array(nPeople * n)
  const scores = new Float32Array(nPeople * n)
  for (let first = 0; first < nPeople; first += PEOPLE_PER_BLOCK) {
    const last = Math.min(nPeople, first + PEOPLE_PER_BLOCK)
    const step = (fraction: number) => options.step?.((first + fraction * (last - first)) / nPeople)
    withKernels({ threads: options.threads }, (kernels) => {
      const best = recommendBlock(kernels, films, cut(profiles, first, last), n, step)
      items.set(best.items, first * n)
      scores.set(best.scores, first * n)
    })
  }
  return { items, scores }
}

function recommendBlock(
  kernels: Kernels,
  { factors, known, config }: Films,
  profiles: SparseRows,
  n: number,
  step: (fraction: number) => void,
): BestItems {
  const width = paddedTo8(config.factors)
  const { unobservedWeight } = config
  const solver = new AlsSolver(kernels, { width, method: { kind: 'exact' }, unobservedWeight })
  const { confidences, pulls } = pullsOfAll(profiles, config)
  const people = solver.place({ indptr: profiles.indptr, indices: profiles.indices, values: confidences }, pulls)
  people.ridges.forEach((_, person) => {
    const count = profiles.indptr[person + 1] - profiles.indptr[person]
    people.ridges[person] = ridgeOf(config, count, known.length)
  })
  const fixed = kernels.allocate(Float32Array, known.length * width)
  padColumns(factors, config.factors, width, fixed)
  solver.solve(people, { factors: fixed }, (fraction) => step(fraction / 2))
  // Solving has turned the films to other axes, and people with them.
  const turned = unpadColumns(fixed, config.factors, width)
  const catalogue = new FactorCatalogue(kernels, turned, config.factors, known)
  const { items, scores } = catalogue.best({
    tastes: people.factors,
    rated: people.likes,
    n,
    step: (fraction) => step(0.5 + fraction / 2),
  })
  for (let person = 0; person < people.ridges.length; person++)
    if (profiles.indptr[person] === profiles.indptr[person + 1]) items.fill(-1, person * n, (person + 1) * n)
  return { items, scores }
}

function cut({ indptr, indices, halfStars, ratedAt }: SparseRows, first: number, last: number): SparseRows {
  const [start, end] = [indptr[first], indptr[last]]
  return {
    indptr: indptr.slice(first, last + 1).map((at) => at - start),
    indices: indices.subarray(start, end),
    halfStars: halfStars.subarray(start, end),
    ratedAt: ratedAt?.subarray(start, end),
  }
}
