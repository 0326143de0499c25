// Effects of time: in closed form on a small table, and found again where they were put in.
import { describe, expect, test } from 'vitest'
import { createRandom } from '@/lib/math/random'
import { RatingMatrix } from '../data/rating-matrix'
import { driftAt, driftOf, effectsOn, fitTimeEffects, itemEffect, STILL, takeOffTime } from './time-effects'

const DAY = 86_400
type Row = [user: number, item: number, stars: number, ratedAt: number]

const crowdOf = (rows: readonly Row[], nItems: number) =>
  RatingMatrix.fromTriples(
    {
      userId: Int32Array.from(rows, ([user]) => user),
      movieId: Int32Array.from(rows, ([, item]) => item),
      halfStars: Uint8Array.from(rows, ([, , stars]) => stars * 2),
      ratedAt: Int32Array.from(rows, ([, , , at]) => at),
    },
    Int32Array.from({ length: nItems }, (_, item) => item),
  )

/** Film 0 is loved in the first half of the time and disliked in the second; the others are rated at random. */
function fadingFilm() {
  const random = createRandom(3)
  const rows = Array.from({ length: 400 }, (_, user): Row[] => {
    const at = user * DAY
    const others = [1, 2, 3].map((item): Row => [user, item, 2.5 + random.integer(3) / 2, at])
    return [[user, 0, user < 200 ? 5 : 2, at], ...others]
  })
  return crowdOf(rows.flat(), 4)
}

describe('effects of time', () => {
  test('a film is worth more in the stretch in which people liked it, by as much as they did', () => {
    const effects = fitTimeEffects(fadingFilm(), { timeBins: 2, timeShrinkage: 0, driftShrinkage: 1e9 })
    const [early, late] = [100 * DAY, 300 * DAY].map((at) => itemEffect(effects, 0, at))
    // 3 stars apart; of a person's four ratings and the ten that pull their level, one is this film's.
    expect(early - late).toBeCloseTo(3 * (1 - 1 / 14), 1)
    expect(itemEffect(effects, 0, -9 * DAY)).toBe(early)
    expect(itemEffect(effects, 0, Infinity)).toBe(late)
  })

  test('shrinkage pulls a film in one stretch to what it is at all times, n / (n + λ) of the way left', () => {
    const [free, pulled] = [0, 200].map((timeShrinkage) =>
      itemEffect(fitTimeEffects(fadingFilm(), { timeBins: 2, timeShrinkage, driftShrinkage: 0 }), 0, 0),
    )
    expect(pulled).toBeCloseTo(free / 2, 6)
  })

  test('somebody who grows milder has a drift upwards, worked out as the formula says', () => {
    const effects = fitTimeEffects(fadingFilm(), { timeBins: 1, timeShrinkage: 1e9, driftShrinkage: 5 })
    const profile = { items: Int32Array.of(1, 2), stars: Float32Array.of(2, 5), ratedAt: Int32Array.of(0, 64 * DAY) }
    const { globalMean, itemBiases } = effects.baselines
    const left = [1, 2].map(
      (item, j) => profile.stars[j] - globalMean - itemBiases[item] - itemEffect(effects, item, 0),
    )
    const level = (left[0] + left[1]) / 12
    const away = 32 ** 0.4
    const slope = (away * (left[1] - level) - away * (left[0] - level)) / (2 * away ** 2 + 5)
    const drift = driftOf(effects, profile)
    expect(drift).toEqual({ mean: 32 * DAY, slope: expect.closeTo(slope, 5) })
    expect(driftAt(drift, 64 * DAY)).toBeCloseTo(slope * away, 5)
    expect(driftAt(drift, 0)).toBeCloseTo(-slope * away, 5)
  })

  test('a film that nobody rated says nothing of a drift', () => {
    const matrix = crowdOf(
      [...Array.from({ length: 40 }, (_, user): Row => [user, user % 2, 2 + (user % 3), user * DAY])],
      3,
    )
    const effects = fitTimeEffects(matrix, { timeBins: 2, timeShrinkage: 1, driftShrinkage: 1 })
    const known = { items: Int32Array.of(0, 1), stars: Float32Array.of(5, 5), ratedAt: Int32Array.of(0, 10 * DAY) }
    const withNew = {
      items: Int32Array.of(0, 1, 2),
      stars: Float32Array.of(5, 5, 1),
      ratedAt: Int32Array.of(0, 10 * DAY, 5 * DAY),
    }
    // In the middle of the times, so that their mean stays; the level is pulled a little more.
    const [before, after] = [driftOf(effects, known), driftOf(effects, withNew)]
    expect(after.mean).toBe(before.mean)
    expect(after.slope).toBeCloseTo(before.slope, 2)
    const late = driftOf(effects, { ...withNew, ratedAt: Int32Array.of(0, 10 * DAY, 2_000 * DAY) })
    expect(Math.abs(late.slope)).toBeLessThan(0.2)
  })

  test('without times nobody drifts and nothing is taken off', () => {
    const effects = fitTimeEffects(fadingFilm(), { timeBins: 2, timeShrinkage: 0, driftShrinkage: 0 })
    const timeless = { items: Int32Array.of(0, 1), stars: Float32Array.of(5, 1) }
    expect(driftOf(effects, timeless)).toEqual(STILL)
    expect([...effectsOn(effects, timeless)]).toEqual([0, 0])
    expect(driftAt(STILL, Infinity)).toBe(0)
  })

  test('what time did to each rating is what is known of the film and the person, and less is left without it', () => {
    const matrix = fadingFilm()
    const config = { timeBins: 4, timeShrinkage: 2, driftShrinkage: 10 }
    const { effects, timeEffects } = takeOffTime(matrix, config) ?? { effects: new Float32Array(0) }
    expect(timeEffects?.bins).toBe(4)
    const own = matrix.ratingsOf(7)
    expect(effects[4 * 7]).toBeCloseTo(timeEffects ? effectsOn(timeEffects, own)[0] : Number.NaN, 6)
    const given = Float32Array.from(matrix.rows.halfStars, (value) => value / 2)
    const spread = (values: Float32Array, mean = values.reduce((a, b) => a + b) / values.length) =>
      values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    expect(spread(given.map((stars, e) => stars - effects[e]))).toBeLessThan(spread(given) * 0.8)
    expect(takeOffTime(matrix, { ...config, timeBins: 0 })).toBeUndefined()
  })

  test('ratings without times cannot be learned from with them', () => {
    const timeless = RatingMatrix.fromTriples(
      { userId: Int32Array.of(1), movieId: Int32Array.of(0), halfStars: Uint8Array.of(8) },
      Int32Array.of(0),
    )
    const config = { timeBins: 3, timeShrinkage: 0, driftShrinkage: 0 }
    expect(() => fitTimeEffects(timeless, config)).toThrow(expect.objectContaining({ code: 'bad_data' }))
  })
})
