// Intervals of Coverage and Gini, against counting again, a case worked by hand, and simulation.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom, type Random } from '@/lib/math/random'
import { coverage, gini } from './beyond-accuracy'
import { changesWithoutEach, countShown, jackknife, type ShownLists } from './jackknife'

const toLists = (lists: readonly number[][]): ShownLists => {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  const items = lists.flatMap((list) => [...list, ...new Array<number>(longest - list.length).fill(0)])
  return { items, lengths: lists.map((list) => list.length), longest }
}
const everything = (nItems: number) => new Uint8Array(nItems).fill(1)
const changesOf = (lists: readonly number[][], k: number, isCandidate: Uint8Array) => {
  const shown = countShown(toLists(lists), k, isCandidate.length)
  return changesWithoutEach(toLists(lists), k, { shown, isCandidate })
}

/** The readable twin: everything counted again, with some lists. */
function measure(lists: readonly number[][], k: number, isCandidate: Uint8Array) {
  const shown = [...isCandidate].map((_, item) => lists.filter((list) => list.slice(0, k).includes(item)).length)
  const ofCandidates = shown.filter((_, item) => isCandidate[item] === 1)
  return { coverage: coverage(ofCandidates, ofCandidates.length), gini: gini(ofCandidates) }
}

describe('leaving one person out', () => {
  test('changes coverage and Gini by what counting again gives, with lists of any length and items that cannot be shown', () => {
    const nItems = 12
    const isCandidate = everything(nItems)
    isCandidate[3] = isCandidate[11] = 0
    const candidates = [...isCandidate.keys()].filter((item) => isCandidate[item] === 1)
    const list = fc.shuffledSubarray(candidates, { maxLength: 6 })
    fc.assert(
      fc.property(fc.array(list, { minLength: 1, maxLength: 9 }), fc.integer({ min: 1, max: 7 }), (lists, k) => {
        const changes = changesOf(lists, k, isCandidate)
        const all = measure(lists, k, isCandidate)
        lists.forEach((_, out) => {
          const without = measure(lists.toSpliced(out, 1), k, isCandidate)
          expect(changes.coverage[out]).toBeCloseTo(without.coverage - all.coverage, 12)
          const undefinedWithout = Number.isNaN(without.gini) || Number.isNaN(all.gini)
          if (undefinedWithout) expect(changes.gini[out]).toBeNaN()
          else expect(changes.gini[out]).toBeCloseTo(without.gini - all.gini, 12)
        })
      }),
    )
  })

  test('a case worked by hand: of four lists with one film each two are alike', () => {
    const { coverage: changes } = changesOf([[0], [0], [1], [2]], 1, everything(4))
    expect([...changes].map((change) => change + 0)).toEqual([0, 0, -1 / 4, -1 / 4])
    // s² = 3/4 · 4 · (1/8)² = 3/64
    const { low, high } = jackknife(3 / 4, changes)
    expect(low).toBeCloseTo(3 / 4 - 1.96 * Math.sqrt(3 / 64), 12)
    expect(high).toBe(1)
  })

  test('the deviation of a mean is the one of the textbook', () => {
    const values = [1, 4, 5, 10]
    const changes = values.map((value) => (20 - value) / 3 / 100 - 0.05)
    // s²/n with s² = 42/3, in hundredths.
    expect(0.05 - (jackknife(0.05, Float64Array.from(changes)).low ?? 0)).toBeCloseTo(
      Math.min(0.05, (1.96 * Math.sqrt(14 / 4)) / 100),
      12,
    )
  })

  test('lists that are all alike have an interval of no width, one person or an undefined figure has none', () => {
    const same = changesOf([[1, 2], [2, 1], [1, 2]], 2, everything(5)) // prettier-ignore
    expect(jackknife(2 / 5, same.coverage)).toEqual({ value: 2 / 5, low: 2 / 5, high: 2 / 5 })
    expect(jackknife(0.4, changesOf([[1, 2]], 2, everything(5)).coverage)).toEqual({
      value: 0.4,
      low: null,
      high: null,
    })
    const onlyOne = changesOf([[1], []], 1, everything(5))
    expect(jackknife(0.8, onlyOne.gini)).toEqual({ value: 0.8, low: null, high: null })
    expect(jackknife(Number.NaN, changesOf([[], []], 1, everything(5)).gini).low).toBeNull()
  })
})

/** People with ten films each, drawn without replacement by popularity (place + 1)^−decay. */
function drawCrowd(random: Random, nItems: number, decay: number): number[][] {
  const weights = Array.from({ length: nItems }, (_, item) => (item + 1) ** -decay)
  return Array.from({ length: 3000 }, () =>
    weights
      .map((weight, item) => ({ item, arrival: -Math.log(1 - random.next()) / weight }))
      .sort((a, b) => a.arrival - b.arrival)
      .slice(0, 10)
      .map(({ item }) => item),
  )
}

const deviation = (values: number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
}

describe('over fresh samples of people', () => {
  const nItems = 300
  const isCandidate = everything(nItems)
  test.each([0.5, 1, 1.5])('the interval holds what they give on average (popularity falls by ^−%f)', (decay) => {
    const random = createRandom(5)
    const crowd = drawCrowd(random, nItems, decay)
    const samples = Array.from({ length: 300 }, () => {
      const lists = Array.from({ length: 100 }, () => crowd[random.integer(crowd.length)])
      const shown = countShown(toLists(lists), 10, nItems)
      const changes = changesWithoutEach(toLists(lists), 10, { shown, isCandidate })
      return { values: { coverage: coverage(shown, nItems), gini: gini(shown) }, changes }
    })
    for (const name of ['coverage', 'gini'] as const) {
      const values = samples.map((sample) => sample.values[name])
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      const intervals = samples.map((sample) => jackknife(sample.values[name], sample.changes[name]))
      const held = intervals.filter(({ low, high }) => Number(low) <= mean && mean <= Number(high)).length
      expect(held / samples.length).toBeGreaterThanOrEqual(0.92)
      // Not so wide that they say nothing; Coverage near 1 is the worst case.
      const halves = intervals.map(({ value, low }) => (value - Number(low)) / 1.96)
      expect(halves.reduce((sum, half) => sum + half, 0) / halves.length).toBeLessThan(1.9 * deviation(values))
    }
  })
})
