// Seeded randomness: repeatable, uniform enough, and refusing nonsense.
import { describe, expect, test } from 'vitest'
import { createRandom } from './random'

describe('createRandom', () => {
  test('the same seed gives the same stream and another seed gives another', () => {
    const draw = (seed: number) => Array.from({ length: 20 }, createRandom(seed).next)
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  test('a seed of zero still gives a moving stream', () => {
    expect(new Set(Array.from({ length: 100 }, createRandom(0).next)).size).toBe(100)
  })

  test('uniform numbers stay in [0, 1) with mean 1/2 and variance 1/12', () => {
    const { mean, variance, low, high } = momentsOf(createRandom(1).next)
    expect(low).toBeGreaterThanOrEqual(0)
    expect(high).toBeLessThan(1)
    expect(mean).toBeCloseTo(0.5, 2)
    expect(variance).toBeCloseTo(1 / 12, 2)
  })

  test('normal numbers have mean 0 and variance 1', () => {
    const { mean, variance } = momentsOf(createRandom(2).normal)
    expect(Math.abs(mean)).toBeLessThan(0.02)
    expect(Math.abs(variance - 1)).toBeLessThan(0.03)
  })

  test('every integer below n comes up about equally often', () => {
    const { integer } = createRandom(3)
    const counts = new Array<number>(6).fill(0)
    for (let i = 0; i < 60_000; i++) counts[integer(6)]++
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  })

  test('a shuffle keeps every element and reaches every order about equally often', () => {
    const random = createRandom(4)
    const seen = new Map<string, number>()
    for (let i = 0; i < 6_000; i++) {
      const order = random.shuffle([1, 2, 3]).join('')
      seen.set(order, (seen.get(order) ?? 0) + 1)
    }
    expect([...seen.keys()].sort()).toEqual(['123', '132', '213', '231', '312', '321'])
    for (const count of seen.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150)
  })

  test('nonsense is refused', () => {
    expect(() => createRandom(Number.NaN)).toThrow(RangeError)
    expect(() => createRandom(1).integer(0)).toThrow(RangeError)
    expect(() => createRandom(1).integer(2.5)).toThrow(RangeError)
  })
})

function momentsOf(draw: () => number) {
  const values = Float64Array.from({ length: 50_000 }, draw)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean, variance, low: values.reduce((a, b) => Math.min(a, b)), high: values.reduce((a, b) => Math.max(a, b)) }
}
