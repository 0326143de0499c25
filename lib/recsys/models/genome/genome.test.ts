// The genome model: the contract, cosines by hand, reasons that add up, and a genome made up of known traits.
import { describe, expect, test } from 'vitest'
import { topK } from '@/lib/math/top-k'
import { createRatingVector } from '../../data/rating-vector'
import { describeModelContract } from '../contract-suite'
import { syntheticGenome } from '../test-genome'
import { crowdOf } from '../test-crowd'
import { genomeModel } from '.'

describeModelContract(genomeModel, { config: { components: 3 } })

const made = syntheticGenome({ seed: 3, nUsers: 60, nItems: 150, nTags: 90, nTraits: 5, nWithout: 10 })
const fit = (config: object = {}, data: Parameters<typeof genomeModel.fit>[0] = made.data) =>
  genomeModel.fit(data, genomeModel.parseConfig(config), { seed: 1 })

const profile = createRatingVector([
  [2, 5],
  [7, 1],
  [30, 4],
  [145, 5],
])

describe('the genome model', () => {
  test('with all components compares films by the cosine of their centred tags', () => {
    const relevance = Float32Array.of(1, 0, 0, 0.8, 0.2, 0, 0, 1, 0.5, 0.2, 0, 1)
    const genome = { tags: ['a', 'b', 'c'], items: Int32Array.of(0, 1, 2, 3), relevance }
    const model = fit({ components: 3 }, { ratings: crowdOf([[10, 1, 5, 5]]), texts: [], genome })
    const means = [0, 1, 2].map((t) => (relevance[t] + relevance[3 + t] + relevance[6 + t] + relevance[9 + t]) / 4)
    const centred = (i: number) => means.map((mean, t) => relevance[i * 3 + t] - mean)
    const dot = (a: number[], b: number[]) => a.reduce((sum, value, t) => sum + value * b[t], 0)
    const cosine = (i: number, j: number) =>
      dot(centred(i), centred(j)) / Math.hypot(...centred(i)) / Math.hypot(...centred(j))
    const [nearest] = model.similar?.(0, 3) ?? []
    expect(nearest.item).toBe(1)
    expect(nearest.score).toBeCloseTo(cosine(0, 1), 5)
    expect(nearest.because).toEqual([expect.objectContaining({ kind: 'term', term: 'a' })])
    const scores = model.score(createRatingVector([[0, 5]]))
    for (const item of [0, 1, 2, 3]) expect(scores[item]).toBeCloseTo(cosine(0, item), 5)
  })

  test('gives reasons that add up to the score', () => {
    const model = fit()
    const scores = model.score(profile)
    for (const item of [0, 7, 50, 139]) {
      const parts = model.explain?.(profile, item) ?? []
      expect(parts.reduce((sum, part) => sum + part.amount, 0)).toBeCloseTo(scores[item], 5)
    }
  })

  test('keeps out films that the genome does not know, whatever they were given', () => {
    const model = fit()
    expect(model.score(profile)[145]).toBe(-Infinity)
    expect(model.explain?.(profile, 145)).toEqual([])
    expect(model.similar?.(145, 5)).toEqual([])
    const without = createRatingVector([...profile.items].slice(0, 3).map((item, j) => [item, profile.stars[j]]))
    expect(model.score(profile)).toEqual(model.score(without))
  })

  test('a few components carry nearly all that five traits say, and the artefact says how much', () => {
    const share = (components: number) => Number(fit({ components }).save().meta.explainedVariance)
    expect(share(5)).toBeGreaterThan(0.85)
    expect(share(5)).toBeLessThan(1)
    expect(share(2)).toBeLessThan(share(5))
  })

  test('calls those films similar that are made of the same traits, and names tags that both have', () => {
    const model = fit({ components: 5 })
    const { traits, nTraits, data } = made
    const alike = (a: number, b: number) => {
      const [x, y] = [a, b].map((item) => traits.subarray(item * nTraits, (item + 1) * nTraits))
      return x.reduce((sum, value, k) => sum + value * y[k], 0) / Math.hypot(...x) / Math.hypot(...y)
    }
    const nearest = Array.from({ length: 140 }, (_, item) => alike(item, model.similar?.(item, 1)[0].item ?? item))
    expect(nearest.reduce((sum, value) => sum + value, 0) / nearest.length).toBeGreaterThan(0.8)
    const [{ item, because = [] }] = model.similar?.(4, 1) ?? []
    const relevanceOf = (film: number, tag: string) => data.genome.relevance[film * 90 + data.genome.tags.indexOf(tag)]
    const mean = data.genome.relevance.reduce((sum, value) => sum + value, 0) / data.genome.relevance.length
    expect(because).toHaveLength(5)
    for (const part of because) {
      const tag = part.kind === 'term' ? part.term : ''
      expect(relevanceOf(4, tag) + relevanceOf(item, tag)).toBeGreaterThan(2 * mean)
    }
  })

  test('puts what people liked, of films it was not told about, far above what chance would', () => {
    const model = fit({ components: 5 })
    const { ratings } = made.data
    let [hits, chance] = [0, 0]
    for (let user = 0; user < ratings.nUsers; user++) {
      const { items, stars } = ratings.ratingsOf(user)
      const told = createRatingVector(Array.from(items, (item, j) => [item, stars[j]] as const).filter((_, j) => j % 2))
      const liked = new Set(items.filter((_, j) => j % 2 === 0 && stars[j] >= 4))
      const open = (item: number) => !told.items.includes(item)
      hits += topK(model.score(told), 10, open).indices.filter((item) => liked.has(item)).length
      chance += (liked.size * 10) / (140 - told.items.length)
    }
    expect(hits).toBeGreaterThan(chance * 2)
  })

  test('is refused in one sentence where there is no genome', () => {
    expect(() => fit({}, { ratings: made.data.ratings, texts: [] })).toThrow(/needs a tag genome.*MovieLens 20M/)
  })
})
