// Coverage and Gini over rounds: means of the rounds, and each person left out of all of them at once.
import { describe, expect, test } from 'vitest'
import { coverage, gini } from '../metrics/beyond-accuracy'
import { jackknife } from '../metrics/jackknife'
import { ExposedLists, ExposureFigures } from './exposure'

const N_ITEMS = 6
const candidates = new Uint8Array(N_ITEMS).fill(1)
type Lists = Record<number, number[]>
const rounds: Lists[] = [
  { 7: [0, 1], 8: [0, 2], 9: [3, 0] },
  { 8: [1, 0], 11: [4], 7: [0, 1] },
]

function estimate(ks: number[], all: Lists[]) {
  const figures = new ExposureFigures(ks)
  for (const lists of all) {
    const exposed = new ExposedLists(Math.max(...ks), 9, candidates)
    for (const [userId, list] of Object.entries(lists)) exposed.add(Number(userId), Int32Array.from(list))
    exposed.noteIn(figures)
  }
  return figures.estimates()
}

/** The readable twin: mean over the rounds, without one person. */
function measure(k: number, without?: number) {
  const perRound = rounds.map((lists) => {
    const shown = new Array<number>(N_ITEMS).fill(0)
    for (const [userId, list] of Object.entries(lists))
      if (Number(userId) !== without) for (const item of list.slice(0, k)) shown[item]++
    return { coverage: coverage(shown, N_ITEMS), gini: gini(shown) }
  })
  const mean = (name: 'coverage' | 'gini') => perRound.reduce((sum, round) => sum + round[name], 0) / perRound.length
  return { coverage: mean('coverage'), gini: mean('gini') }
}

describe('exposure over rounds', () => {
  test.each([1, 2])('at %i it is the mean of the rounds, with the interval of leaving people out of both', (k) => {
    const all = measure(k)
    const without = [7, 8, 9, 11].map((userId) => measure(k, userId))
    const estimates = estimate([1, 2], rounds)
    for (const [name, figure] of [
      ['Coverage', 'coverage'],
      ['Gini', 'gini'],
    ] as const) {
      // prettier-ignore
      const expected = jackknife(all[figure], Float64Array.from(without, (one) => one[figure] - all[figure]))
      const found = estimates[`${name}@${k}`]
      expect(found.value).toBeCloseTo(expected.value, 12)
      expect(found.low).toBeCloseTo(Number(expected.low), 12)
      expect(found.high).toBeCloseTo(Number(expected.high), 12)
    }
  })

  test('lists longer than the catalogue cost no more than the catalogue', () => {
    const figures = new ExposureFigures([1e9])
    const exposed = new ExposedLists(1e9, 2, candidates)
    exposed.add(1, Int32Array.of(5, 4, 3, 2, 1, 0))
    exposed.add(2, Int32Array.of(0))
    exposed.noteIn(figures)
    expect(figures.estimates()['Coverage@1000000000'].value).toBe(1)
  })

  test('nobody has a list: no figure, and no interval', () => {
    expect(estimate([2], [{}])['Gini@2']).toEqual({ value: Number.NaN, low: null, high: null })
    expect(estimate([2], [{}])['Coverage@2']).toEqual({ value: 0, low: null, high: null })
  })
})
