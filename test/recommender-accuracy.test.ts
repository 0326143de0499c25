// How well the models do on real ratings: a range each, so that a fall is noticed and a rise is looked at.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openDataSet } from '@/lib/datasets/movielens/open-movielens'
import { Report } from '@/lib/datasets/report'
import { createRandom } from '@/lib/math/random'
import { topK } from '@/lib/math/top-k'
import { RatingMatrix, type RatingTriples } from '@/lib/recsys/data/rating-matrix'
import type { FittedModel, ItemText, RatingVector } from '@/lib/recsys/models/contract'
import { modelsFor, requireModel } from '@/lib/recsys/models/registry'

const archive = path.join(process.env.MARQUEE_TEST_DATA || 'nowhere', 'ml-latest-small.zip')
const reason = existsSync(archive) ? '' : ' (skipped: MARQUEE_TEST_DATA names no folder with ml-latest-small.zip)'

const HELD_OUT = 0.1
const LIKED_STARS = 4
const LENGTH = 10
/** Fitting every model takes seconds, on a busy machine minutes. */
const PATIENCE_MS = 600_000

describe.skipIf(reason)(`on MovieLens latest-small, a tenth of the ratings held out${reason}`, () => {
  let train: RatingMatrix
  let heldOut: RatingMatrix
  let fitted: Record<string, FittedModel>

  beforeAll(async () => {
    const { texts, itemIds, triples } = await readAll()
    const random = createRandom(5)
    const held = Uint8Array.from(triples.userId, () => (random.next() < HELD_OUT ? 1 : 0))
    train = RatingMatrix.fromTriples(pick(triples, held, 0), itemIds)
    heldOut = RatingMatrix.fromTriples(pick(triples, held, 1), itemIds)
    const fit = (name: string) => {
      const definition = requireModel(name)
      return definition.fit({ ratings: train, texts }, definition.parseConfig({}), { seed: 1 })
    }
    fitted = Object.fromEntries(modelsFor({ hasGenome: false }).map(({ name }) => [name, fit(name)]))
  }, PATIENCE_MS)

  test('user-knn predicts four of five held-out ratings to within 0.80 to 0.88 stars (RMSE)', () => {
    const { rmse, coverage } = predictionError(fitted['user-knn'], train, heldOut)
    expect(rmse).toBeGreaterThan(0.8)
    expect(rmse).toBeLessThan(0.88)
    expect(coverage).toBeGreaterThan(0.75)
  })

  test('user-knn ranks better than popularity, and popularity and content better than chance', () => {
    const random = createRandom(9)
    const knn = meanNdcg((ratings) => fitted['user-knn'].score(ratings), train, heldOut)
    const popularity = meanNdcg((ratings) => fitted.popularity.score(ratings), train, heldOut)
    const content = meanNdcg((ratings) => fitted.content.score(ratings), train, heldOut)
    const chance = meanNdcg(() => Float32Array.from({ length: train.nItems }, random.next), train, heldOut)
    expect(knn).toBeGreaterThan(0.19)
    expect(knn).toBeLessThan(0.25)
    expect(knn).toBeGreaterThan(popularity * 1.5)
    expect(popularity).toBeGreaterThan(chance * 5)
    expect(content).toBeGreaterThan(chance * 5)
  })

  test.each([
    ['item-knn', 0.19, 0.25],
    ['ease', 0.21, 0.28],
    ['edlae', 0.21, 0.28],
    ['implicit-als', 0.18, 0.27],
    ['svd', 0.1, 0.14],
  ])('%s ranks better than popularity, NDCG@10 from %f to %f', (name, low, high) => {
    const popularity = meanNdcg((ratings) => fitted.popularity.score(ratings), train, heldOut)
    const ndcg = meanNdcg((ratings) => fitted[name].score(ratings), train, heldOut)
    expect(ndcg).toBeGreaterThan(popularity * 1.2)
    expect(ndcg).toBeGreaterThan(low)
    expect(ndcg).toBeLessThan(high)
  })

  test('svd predicts nearly every held-out rating to within 0.82 to 0.88 stars (RMSE)', () => {
    const { rmse, coverage } = predictionError(fitted.svd, train, heldOut)
    expect(rmse).toBeGreaterThan(0.82)
    expect(rmse).toBeLessThan(0.88)
    expect(coverage).toBeGreaterThan(0.93)
  })
})

/** RMSE over the held-out ratings that were predicted, and the share of them that was. */
function predictionError(model: FittedModel, train: RatingMatrix, heldOut: RatingMatrix) {
  let squares = 0
  let predicted = 0
  for (const { known, hidden } of people(train, heldOut)) {
    const stars = model.predictAll?.(known) ?? new Float32Array(0)
    hidden.items.forEach((item, i) => {
      if (Number.isNaN(stars[item])) return
      squares += (stars[item] - hidden.stars[i]) ** 2
      predicted++
    })
  }
  return { rmse: Math.sqrt(squares / predicted), coverage: predicted / heldOut.nRatings }
}

/** NDCG@10 with binary relevance (held out and rated 4 stars or more), over the people who have such a film. */
function meanNdcg(score: (ratings: RatingVector) => Float32Array, train: RatingMatrix, heldOut: RatingMatrix): number {
  let total = 0
  let counted = 0
  for (const { known, hidden } of people(train, heldOut)) {
    const liked = new Set(hidden.items.filter((_, i) => hidden.stars[i] >= LIKED_STARS))
    if (liked.size === 0) continue
    const seen = new Set(known.items)
    const ranked = topK(score(known), LENGTH, (item) => !seen.has(item)).indices
    const gain = (rank: number) => 1 / Math.log2(rank + 2)
    const dcg = ranked.reduce((sum, item, rank) => sum + (liked.has(item) ? gain(rank) : 0), 0)
    const ideal = Array.from({ length: Math.min(LENGTH, liked.size) }, (_, rank) => gain(rank))
    total += dcg / ideal.reduce((sum, g) => sum + g, 0)
    counted++
  }
  return total / counted
}

function* people(train: RatingMatrix, heldOut: RatingMatrix): Generator<{ known: RatingVector; hidden: RatingVector }> {
  for (let row = 0; row < heldOut.nUsers; row++) {
    const user = train.userIndexOf(heldOut.userIds[row])
    if (user >= 0) yield { known: train.ratingsOf(user), hidden: heldOut.ratingsOf(row) }
  }
}

function pick(triples: RatingTriples, marks: Uint8Array, mark: number): RatingTriples {
  const marked = (_: number, i: number) => marks[i] === mark
  return {
    userId: triples.userId.filter(marked),
    movieId: triples.movieId.filter(marked),
    halfStars: triples.halfStars.filter(marked),
  }
}

async function readAll() {
  const dataSet = await openDataSet(archive)
  try {
    const films: { id: number; text: ItemText }[] = []
    for await (const rows of dataSet.movies(new Report()))
      films.push(...rows.map(({ id, title, genres }) => ({ id, text: { ...blank, title, genres } })))
    films.sort((a, b) => a.id - b.id)
    const columns: Record<'userId' | 'movieId' | 'halfStars', number[]> = { userId: [], movieId: [], halfStars: [] }
    for await (const batch of dataSet.ratings(new Report()))
      for (let i = 0; i < batch.length; i++) {
        columns.userId.push(batch.userId[i])
        columns.movieId.push(batch.movieId[i])
        columns.halfStars.push(batch.halfStars[i])
      }
    const triples = {
      userId: Int32Array.from(columns.userId),
      movieId: Int32Array.from(columns.movieId),
      halfStars: Uint8Array.from(columns.halfStars),
    }
    return { texts: films.map(({ text }) => text), itemIds: Int32Array.from(films, ({ id }) => id), triples }
  } finally {
    await dataSet.close()
  }
}

const blank: Omit<ItemText, 'title' | 'genres'> = { overview: '', keywords: [], tags: [], directors: [], cast: [] }
