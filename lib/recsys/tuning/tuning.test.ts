// Searching: draws stay in their ranges, halving keeps the best, and validation never meets a test rating.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom } from '@/lib/math/random'
import type { RatingTable } from '../data/splits/rating-table'
import { planProtocol, protocols } from '../evaluation/protocols'
import { models } from '../models/registry'
import { planRungs, selectBest } from './halving'
import { parseSpace } from './parse-space'
import { drawConfig } from './search-space'
import { planValidation } from './validation-plan'

describe('a search space', () => {
  test('gives numbers between its ends, whole ones where asked, and only the choices there are', () => {
    const space = {
      a: { min: 0.001, max: 10, scale: 'log' as const },
      b: { min: 3, max: 9, whole: true },
      'c.d': { choose: ['x', 'y'] },
    }
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { a, b, c } = drawConfig(space, createRandom(seed)) as { a: number; b: number; c: { d: string } }
        return a >= 0.001 && a <= 10 && b >= 3 && b <= 9 && Number.isInteger(b) && ['x', 'y'].includes(c.d)
      }),
    )
  })

  test('on a log scale half of the draws lie below the geometric middle', () => {
    const random = createRandom(1)
    const draws = Array.from(
      { length: 2000 },
      () => drawConfig({ a: { min: 0.01, max: 100, scale: 'log' } }, random).a as number,
    )
    expect(draws.filter((a) => a < 1).length / draws.length).toBeCloseTo(0.5, 1)
  })

  test.each(models.flatMap((model) => (model.space ? [{ name: model.name, model, space: model.space }] : [])))(
    'of $name only has configurations that $name accepts',
    ({ model, space }) => {
      const random = createRandom(2)
      for (let i = 0; i < 50; i++) expect(() => model.parseConfig(drawConfig(space, random))).not.toThrow()
    },
  )

  test.each([
    ['no hyper-parameter', {}],
    ['ends the wrong way round', { a: { min: 2, max: 1 } }],
    ['a logarithm of nothing', { a: { min: 0, max: 1, scale: 'log' } }],
    ['no choice', { a: { choose: [] } }],
    ['a plain value', { a: 3 }],
  ])('with %s is refused with an example', (_, space) => {
    expect(() => parseSpace(space)).toThrow(expect.objectContaining({ code: 'invalid' }))
    expect(() => parseSpace(space)).toThrow('Expected e.g.')
  })
})

describe('successive halving', () => {
  test('measures all on a quarter of the people, a third on a half, a ninth on all', () => {
    expect(planRungs(27)).toEqual([
      { share: 0.25, keep: 27 },
      { share: 0.5, keep: 9 },
      { share: 1, keep: 3 },
    ])
    expect(planRungs(1).map(({ keep }) => keep)).toEqual([1, 1, 1])
  })

  test('keeps the best, and never what failed', () => {
    const standings = [0.1, null, 0.3, Number.NaN, 0.2].map((value, trial) => ({ trial, value }))
    expect(selectBest(standings, 2, false)).toEqual([2, 4])
    expect(selectBest(standings, 2, true)).toEqual([0, 4])
    expect(selectBest(standings, 9, false)).toHaveLength(3)
  })
})

describe('validation data', () => {
  const random = createRandom(3)
  const n = 4000
  const table: RatingTable = {
    userId: Int32Array.from({ length: n }, (_, i) => i % 100),
    movieId: Int32Array.from({ length: n }, (_, i) => Math.floor(i / 100) * 2 + random.integer(2)),
    halfStars: Uint8Array.from({ length: n }, () => 6 + random.integer(5)),
    ratedAt: Int32Array.from({ length: n }, (_, i) => i),
  }
  const pairsOf = ({ userId, movieId }: RatingTable, positions: Iterable<number>) =>
    Array.from(positions, (position) => `${userId[position]}/${movieId[position]}`)

  test.each(protocols)('under %s comes from the training part alone', (protocol) => {
    const plan = planProtocol(protocol, table, { seed: 1 })
    const tested = new Set(pairsOf(plan.table, plan.splits[0].heldOut))
    const validation = planValidation(plan, 1, { seed: 1 })
    const { train, foldIn, heldOut } = validation.splits[0]
    for (const part of [train, foldIn, heldOut])
      expect(pairsOf(validation.table, part).some((pair) => tested.has(pair))).toBe(false)
    expect(heldOut.length).toBeGreaterThan(0)
    expect(validation.splits).toHaveLength(1)
  })

  test('of a smaller share is about people who are also in a larger one', () => {
    const plan = planProtocol('random', table, { seed: 1 })
    const peopleOf = (share: number) => new Set(planValidation(plan, share, { seed: 1 }).table.userId)
    const [quarter, half] = [peopleOf(0.25), peopleOf(0.5)]
    expect(quarter.size).toBe(25)
    expect(half.size).toBe(50)
    expect([...quarter].every((userId) => half.has(userId))).toBe(true)
  })
})
