import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isAppError } from '@/lib/errors/app-error'
import { createTestHost } from '@/test/host'
import { Engine } from './engine'

let host: Awaited<ReturnType<typeof createTestHost>>
let engine: Engine

beforeAll(async () => {
  host = await createTestHost()
  engine = host.engine!
})
afterAll(() => host.drop())

const codeOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    return isAppError(error) ? error.code : error
  }
  return 'nothing thrown'
}

describe('the engine', () => {
  it('reads ratings in any order, and leaves out movies that it does not know', () => {
    const vector = engine.toVector([
      { movieId: 9, halfStars: 10 },
      { movieId: 4711, halfStars: 2 },
      { movieId: 3, halfStars: 7 },
    ])
    expect([...vector.items].map((item) => engine.catalogue.itemIds[item])).toEqual([3, 9])
    expect([...vector.stars]).toEqual([3.5, 5])
  })

  it('hands times on where every rating has one', () => {
    const rows = [9, 4711, 3].map((movieId) => ({ movieId, halfStars: 10, ratedAt: movieId * 2 }))
    expect(engine.toVector(rows).ratedAt).toEqual(Int32Array.of(6, 18))
    expect(engine.toVector([...rows, { movieId: 5, halfStars: 10 }])).not.toHaveProperty('ratedAt')
    expect(engine.toVector([])).not.toHaveProperty('ratedAt')
  })

  it.each(['content', 'user-knn', 'popularity'])('never recommends what is rated or hidden (%s)', (method) => {
    const ratings = engine.toVector([1, 3, 5].map((movieId) => ({ movieId, halfStars: 10 })))
    const all = engine.recommend(method, ratings, 60).map((entry) => entry.item)
    const hidden = all.slice(0, 2)
    const rest = engine.recommend(method, ratings, 60, hidden).map((entry) => entry.item)
    expect(all.length).toBeGreaterThan(10)
    expect(rest).toEqual(all.slice(2))
    for (const item of ratings.items) expect(all).not.toContain(item)
  })

  it.each(['content', 'user-knn'])('finds more comedies for somebody who loves comedies (%s)', (method) => {
    const ratings = engine.toVector([1, 3, 5, 7, 9].map((movieId) => ({ movieId, halfStars: 10 })))
    const best = engine.recommend(method, ratings, 10)
    const comedies = best.filter(({ item }) => engine.catalogue.genres(item)[0] === 'Comedy')
    expect(comedies.length).toBeGreaterThanOrEqual(8)
  })

  it('predicts stars only by a method that really does', () => {
    const ratings = engine.toVector([1, 3, 5, 7, 9].map((movieId) => ({ movieId, halfStars: 10 })))
    for (const { predictedStars } of engine.recommend('user-knn', ratings, 5)) {
      expect(predictedStars).toBeGreaterThanOrEqual(0.5)
      expect(predictedStars).toBeLessThanOrEqual(5)
    }
    for (const { predictedStars } of engine.recommend('popularity', ratings, 5)) expect(predictedStars).toBeUndefined()
  })

  it('gives similar movies in full number when some are hidden', () => {
    const near = engine.similar('content', 0, 5)
    const rest = engine.similar('content', 0, 5, new Set([near[0].item]))
    expect(rest).toHaveLength(5)
    expect(rest.slice(0, 4)).toEqual(near.slice(1))
  })

  it('tells a method that does not exist from one that is still being trained', () => {
    const untrained = new Engine({ ...engine, models: new Map() })
    expect(codeOf(() => untrained.requireModel('magic'))).toBe('invalid')
    expect(codeOf(() => untrained.requireModel('content'))).toBe('not_ready')
  })
})
