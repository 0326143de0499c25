// Draws have the moments that the distributions have.
import { describe, expect, test } from 'vitest'
import { sampleGamma, sampleNormalWishart } from './normal-wishart'
import { createRandom } from './random'

describe('sampleGamma', () => {
  test.each([1, 2.5, 40])('with shape %d has that mean and that variance', (shape) => {
    const random = createRandom(3)
    const draws = Array.from({ length: 40_000 }, () => sampleGamma(random, shape))
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length
    expect(Math.abs(mean / shape - 1)).toBeLessThan(0.03)
    expect(Math.abs(variance / shape - 1)).toBeLessThan(0.05)
  })

  test('a shape below 1 is refused', () => {
    expect(() => sampleGamma(createRandom(1), 0.5)).toThrow('shape of 1 or more')
  })
})

describe('sampleNormalWishart', () => {
  test('given many rows, the draws lie around the mean and the precision that made them', () => {
    // x = (1, −2) + (a, a + b / 2): covariance [[1, 1], [1, 1.25]], precision [[5, −4], [−4, 4]]. A third column is padding.
    const random = createRandom(8)
    const n = 4_000
    const rows = new Float32Array(3 * n)
    for (let row = 0; row < n; row++) {
      const [a, b] = [random.normal(), random.normal()]
      rows.set([1 + a, -2 + a + b / 2, 99], 3 * row)
    }
    const draws = Array.from({ length: 200 }, () => sampleNormalWishart(random, rows, { width: 2, stride: 3 }))
    const averageOf = (pick: (draw: (typeof draws)[number]) => number) =>
      draws.reduce((sum, draw) => sum + pick(draw), 0) / draws.length
    expect(averageOf(({ mean }) => mean[0])).toBeCloseTo(1, 1)
    expect(averageOf(({ mean }) => mean[1])).toBeCloseTo(-2, 1)
    const wanted = [5, -4, -4, 4]
    wanted.forEach((value, at) => {
      expect(Math.abs(averageOf(({ precision }) => precision[at]) / value - 1)).toBeLessThan(0.06)
      expect(Math.abs(draws[0].precision[at] / value - 1)).toBeLessThan(0.25)
    })
    expect(draws[0].precision[1]).toBeCloseTo(draws[0].precision[2], 10)
  })

  test('the spread of the drawn means is that of a mean of so many rows', () => {
    const random = createRandom(9)
    const rows = Float32Array.from({ length: 400 }, () => random.normal())
    const means = Array.from(
      { length: 2_000 },
      () => sampleNormalWishart(random, rows, { width: 1, stride: 1 }).mean[0],
    )
    const centre = means.reduce((sum, x) => sum + x, 0) / means.length
    const variance = means.reduce((sum, x) => sum + (x - centre) ** 2, 0) / means.length
    expect(Math.abs(variance * 402 - 1)).toBeLessThan(0.25)
  })
})
