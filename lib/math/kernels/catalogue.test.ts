// Ranking a catalogue: against the scores themselves and the k best of them.
import { describe, expect, test } from 'vitest'
import { createRandom } from '../random'
import { topK } from '../top-k'
import { FactorCatalogue } from './catalogue'
import { padColumns } from './octets'
import { withKernels } from './pool'
import { dotRows } from './references/score'

const FACTORS = 13
const N_ITEMS = 1_003
const N_PERSONS = 71

const normals = (seed: number, length: number) => {
  const { normal } = createRandom(seed)
  return Float32Array.from({ length }, normal)
}

const items = normals(1, N_ITEMS * FACTORS)
const tastes = normals(2, N_PERSONS * FACTORS)
const known = Uint8Array.from({ length: N_ITEMS }, (_, item) => (item % 10 === 3 ? 0 : 1))
/** Person p has rated every item from p on that p + 2 divides. */
const ratedBy = Array.from({ length: N_PERSONS }, (_, p) =>
  Array.from({ length: N_ITEMS }, (_, item) => item).filter((item) => item >= p && item % (p + 2) === 0),
)

function rankAll(n: number, threads: number) {
  return withKernels({ threads }, (kernels) => {
    const catalogue = new FactorCatalogue(kernels, items, FACTORS, known)
    const persons = kernels.allocate(Float32Array, N_PERSONS * catalogue.width)
    padColumns(tastes, FACTORS, catalogue.width, persons)
    const indptr = kernels.allocate(Uint32Array, N_PERSONS + 1)
    ratedBy.forEach((rated, p) => (indptr[p + 1] = indptr[p] + rated.length))
    const indices = kernels.copy(Int32Array.from(ratedBy.flat()))
    const best = catalogue.best({ tastes: persons, rated: { indptr, indices }, n })
    const scores = Array.from({ length: N_PERSONS }, (_, p) =>
      catalogue.score(tastes.subarray(p * FACTORS, (p + 1) * FACTORS)),
    )
    return { items: best.items.slice(), best: best.scores.slice(), scores }
  })
}

describe('a catalogue of factors', () => {
  test('its scores are the plain products', () => {
    const expected = new Float32Array(N_ITEMS)
    dotRows(items, tastes.subarray(0, FACTORS), expected)
    rankAll(1, 1).scores[0].forEach((score, item) => expect(score).toBeCloseTo(expected[item], 4))
  })

  test.each([1, 10, 100])('the %i best are those of the scores, without what is rated or unknown', (n) => {
    const ranked = rankAll(n, 1)
    for (let p = 0; p < N_PERSONS; p++) {
      const rated = new Set(ratedBy[p])
      const expected = topK(ranked.scores[p], n, (item) => known[item] === 1 && !rated.has(item))
      expect(ranked.items.subarray(p * n, p * n + n)).toEqual(expected.indices)
      expect(ranked.best.subarray(p * n, p * n + n)).toEqual(Float32Array.from(expected.scores))
    }
  })

  test('more threads give the very same lists', () => {
    const { scores: _, ...one } = rankAll(10, 1)
    for (const threads of [2, 3]) expect(rankAll(10, threads)).toMatchObject(one)
  })

  test('places without an item say so', () => {
    const ranked = rankAll(N_ITEMS, 1)
    const listable = Array.from(known.keys()).filter((item) => known[item] === 1 && !ratedBy[0].includes(item))
    const own = ranked.items.subarray(0, N_ITEMS)
    expect(Array.from(own).filter((item) => item >= 0).length).toBe(listable.length)
    expect(own[N_ITEMS - 1]).toBe(-1)
    expect(ranked.best[N_ITEMS - 1]).toBe(-Infinity)
  })
})
