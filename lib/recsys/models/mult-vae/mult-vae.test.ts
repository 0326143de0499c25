// The autoencoder: the contract, a loss that falls, stopping in time, the same numbers on any number of threads, honest reasons.
import { describe, expect, test } from 'vitest'
import { createRatingVector } from '../../data/rating-vector'
import { describeModelContract } from '../contract-suite'
import { twoTastes } from '../test-crowd'
import type { FitContext } from '../contract'
import { multVaeModel } from '.'

const SMALL = { hidden: 16, latent: 8, epochs: 150, batchSize: 5, learningRate: 0.01, annealEpochs: 50 }

describeModelContract(multVaeModel, { config: SMALL })

const crowd = twoTastes(2, 300, 40, 0.4)
const fit = (config: object = {}, context: Partial<FitContext> = {}) =>
  multVaeModel.fit(
    { ratings: crowd, texts: [] },
    multVaeModel.parseConfig({ ...SMALL, epochs: 6, batchSize: 50, validationShare: 0.1, ...config }),
    { seed: 1, ...context },
  )

const profile = createRatingVector([
  [0, 5],
  [3, 1],
  [8, 4],
  [10, 4.5],
])

describe('mult-vae', () => {
  test('is bit for bit the same with one thread and with three', () => {
    expect(fit({}, { threads: 3 }).save()).toEqual(fit({}, { threads: 1 }).save())
  })

  test.each([true, false])('learns (variational: %s): the loss falls, and what people hide is found', (variational) => {
    const seen: { name: string; step: number; value: number }[] = []
    const { curve } = fit({ variational, epochs: 30 }, { onCurve: (point) => seen.push(point) }).save().meta
    expect(curve).toEqual(seen)
    const valuesOf = (name: string) => seen.filter((point) => point.name === name).map(({ value }) => value)
    const losses = valuesOf('loss')
    expect(losses.at(-1)).toBeLessThan(losses[0] * 0.9)
    expect(Math.max(...valuesOf('validation NDCG@100'))).toBeGreaterThan(valuesOf('validation NDCG@100')[0])
    expect(valuesOf('divergence').length).toBe(variational ? losses.length : 0)
  })

  test('keeps the weights of the epoch in which validation was best, and stops when it gains nothing more', () => {
    const { curve, bestEpoch, nValidation } = fit({ epochs: 400, patience: 5, learningRate: 0.05 }).save().meta as {
      curve: { name: string; step: number; value: number }[]
      bestEpoch: number
      nValidation: number
    }
    const watched = curve.filter(({ name }) => name === 'validation NDCG@100')
    const best = watched.reduce((a, b) => (b.value > a.value ? b : a))
    expect(bestEpoch).toBe(best.step)
    expect(watched.length).toBe(best.step + 5)
    expect(nValidation).toBeGreaterThan(20)
  })

  test('covers only the most liked films, and says nothing of the rest', () => {
    const model = fit({ maxItems: 10 })
    const scores = model.score(profile)
    expect(scores.filter(Number.isFinite)).toHaveLength(10)
    expect(scores.filter(Number.isFinite).reduce((sum, score) => sum + Math.exp(score), 0)).toBeCloseTo(1, 4)
  })

  test('a reason is how much lower the film would be scored without the film it names', () => {
    const model = fit()
    const column = 12
    const logit = (of: typeof profile) => model.score(of)[column] - model.score(of)[13]
    for (const part of model.explain?.(profile, column) ?? []) {
      if (part.kind !== 'rated-item') throw new Error('Expected a rated film.')
      const others = createRatingVector(
        Array.from(profile.items, (item, j) => [item, profile.stars[j]] as const).filter(
          ([item]) => item !== part.item,
        ),
      )
      const against = model
        .explain?.(profile, 13)
        ?.find((other) => other.kind === 'rated-item' && other.item === part.item)
      expect(part.amount - (against?.amount ?? 0)).toBeCloseTo(logit(profile) - logit(others), 4)
      expect(part.stars).toBeGreaterThanOrEqual(3.5)
    }
  })

  test('what was given few stars says nothing, and a profile without likes is ranked by what everybody likes', () => {
    const model = fit()
    const withoutDislike = createRatingVector([
      [0, 5],
      [8, 4],
      [10, 4.5],
    ])
    expect(model.score(profile)).toEqual(model.score(withoutDislike))
    expect(model.score(createRatingVector([[3, 1]]))).toEqual(model.score(createRatingVector([])))
  })

  test('trains on at most as many people as it is told', () => {
    expect(fit({ maxUsers: 100, validationShare: 0 }).save().meta).toMatchObject({ nTraining: 100, nValidation: 0 })
  })
})
