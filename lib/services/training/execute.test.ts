// The figures of a run: of people whom the model has not seen, and the same ones for every run.
import { describe, expect, test } from 'vitest'
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import type { TrainingData } from '@/lib/recsys/models/contract'
import { requireModel } from '@/lib/recsys/models/registry'
import { executeJob } from './execute'
import type { Measurement } from './job'

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

const measure = async (nUsers: number, model = 'user-knn') => {
  const { name, parseConfig } = requireModel(model)
  const job = { kind: 'measure' as const, model: name, config: parseConfig({}), seed: 1, fingerprint: 'data' }
  return (await executeJob(job, camps(nUsers), {})) as Measurement | null
}

describe('measuring a model', () => {
  test('a fifth of the people is held out and judged, with intervals', async () => {
    const measured = await measure(60)
    expect(measured?.people).toBe(12)
    const { value, low, high } = measured!.metrics['NDCG@10']
    expect(low).toBeLessThanOrEqual(value)
    expect(value).toBeLessThanOrEqual(high!)
    expect(measured!.metrics['Coverage@10'].value).toBeGreaterThan(0)
    expect(Object.values(measured!.metrics).every((metric) => Number.isFinite(metric.value))).toBe(true)
  })

  test('what each person got is kept, and its mean is the figure', async () => {
    const measured = await measure(60)
    const column = measured!.columns['NDCG@10']
    expect([measured!.userIds.length, column.length]).toEqual([12, 12])
    expect(column.reduce((sum, value) => sum + value, 0) / 12).toBeCloseTo(measured!.metrics['NDCG@10'].value, 12)
  })

  test('two models meet the same people, and other data are another split', async () => {
    const [knn, popularity, other] = await Promise.all([measure(60), measure(60, 'popularity'), measure(65)])
    expect(popularity!.split).toBe(knn!.split)
    expect(popularity!.userIds).toEqual(knn!.userIds)
    expect(other!.split).not.toBe(knn!.split)
  })

  test('data with too few people say nothing', async () => {
    expect(await measure(3)).toBeNull()
  })
})
