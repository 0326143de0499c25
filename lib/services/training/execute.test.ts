// The figures of a training run: there where they are cheap, absent where they are not.
import { describe, expect, test } from 'vitest'
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import type { TrainingData } from '@/lib/recsys/models/contract'
import { requireModel } from '@/lib/recsys/models/registry'
import { measureModel } from './measure-model'

/** Even people like even films, odd people odd ones, and nobody has rated all. */
function camps(nUsers: number): TrainingData {
  const nItems = 40
  const pairs = Array.from({ length: nUsers * nItems }, (_, i) => [Math.floor(i / nItems), i % nItems]).filter(
    ([user, item]) => (user * 7 + item * 3) % 4 !== 0,
  )
  const ratings = RatingMatrix.fromTriples(
    {
      userId: Int32Array.from(pairs, ([user]) => user + 100),
      movieId: Int32Array.from(pairs, ([, item]) => item * 10),
      halfStars: Uint8Array.from(pairs, ([user, item]) => (user % 2 === item % 2 ? 10 : 8)),
    },
    Int32Array.from({ length: nItems }, (_, item) => item * 10),
  )
  const text = { title: '', overview: '', genres: [], keywords: [], tags: [], directors: [], cast: [] }
  return { ratings, texts: Array.from({ length: nItems }, () => text) }
}

const measure = (nUsers: number, fitSeconds: number) => {
  const definition = requireModel('user-knn')
  const config = definition.parseConfig({})
  return measureModel({ definition, config, data: camps(nUsers), seed: 1, fitSeconds })
}

describe('measureModel', () => {
  test('a fifth of the people is held out and judged, with intervals', async () => {
    const figures = await measure(60, 0.1)
    expect(figures.measuredPeople).toBe(12)
    expect(figures['NDCG@10 low']).toBeLessThanOrEqual(figures['NDCG@10'])
    expect(figures['NDCG@10']).toBeLessThanOrEqual(figures['NDCG@10 high'])
    expect(figures['Coverage@10']).toBeGreaterThan(0)
    expect(Object.values(figures).every(Number.isFinite)).toBe(true)
  })

  test('a model that takes long is not fitted twice', async () => {
    expect(await measure(60, 2.1)).toEqual({})
  })

  test('data with too few people says nothing', async () => {
    expect(await measure(3, 0.1)).toEqual({})
  })
})
