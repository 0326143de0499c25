// EDLAE: the contract, EASE without dropout, and the closed form with it.
import { inv } from 'mathjs'
import { describe, expect, test } from 'vitest'
import { createRatingVector } from '../../data/rating-vector'
import { describeModelContract } from '../contract-suite'
import { easeModel } from '../ease'
import { crowdOf, twoTastes } from '../test-crowd'
import { interestWeights } from '../preferences'
import { edlaeModel } from '.'

describeModelContract(edlaeModel, { config: { regularization: 2 } })

const context = { seed: 1, threads: 1 }
/** What five stars weigh. */
const LOVED = interestWeights(Float32Array.of(5))[0]

describe('edlae', () => {
  test('without dropout it is EASE', () => {
    const data = { ratings: twoTastes(3, 40, 12), texts: [] }
    const shared = { regularization: 4 }
    const edlae = edlaeModel.fit(data, edlaeModel.parseConfig({ ...shared, dropout: 0 }), context)
    expect(edlae.save()).toEqual(easeModel.fit(data, easeModel.parseConfig(shared), context).save())
  })

  test('dropout adds its share of the counts to the diagonal', () => {
    // Likes: films 0 and 1 together twice, film 1 alone once. p = 0.5 doubles the diagonal of the Gram matrix before λ = 1.
    const ratings = crowdOf([
      [10, 10],
      [9, 8],
      [0, 8],
    ])
    const model = edlaeModel.fit(
      { ratings, texts: [] },
      edlaeModel.parseConfig({ dropout: 0.5, regularization: 1 }),
      context,
    )
    const p = inv([
      [2 * 2 + 1, 2],
      [2, 2 * 3 + 1],
    ])
    expect(model.score(createRatingVector([[0, 5]]))[1]).toBeCloseTo((-LOVED * p[0][1]) / p[1][1], 6)
    expect(model.score(createRatingVector([[1, 5]]))[0]).toBeCloseTo((-LOVED * p[1][0]) / p[0][0], 6)
  })
})
