// From the database into memory, from the artefacts into memory, and what the engine answers from there.
import { readTrainingSnapshot } from '@/lib/db/training-data'
import { createRandom } from '@/lib/math/random'
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import { contentModel } from '@/lib/recsys/models/content'
import { createLogger } from '@/lib/log/logger'
import type { Engine } from '@/lib/engine/engine'
import { loadEngine } from '@/lib/services/host/load-engine'
import { asItemText, generateDocuments } from '../generate-documents'
import { median, quantile, type Figure } from './figure'
import type { Installation } from './installation'

const N_ASKED = 500
const K = 10
const WARM = 20
/** Films of a catalogue larger than any of MovieLens up to 25M. */
const N_DOCUMENTS = 60_000

export async function measureSnapshot({ db }: Installation, rounds: number): Promise<Figure[]> {
  const rates: number[] = []
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    const { ratings } = await readTrainingSnapshot(db)
    rates.push(ratings.userId.length / ((performance.now() - began) / 1000))
  }
  return [{ name: 'snapshot, Postgres → memory, ratings', value: median(rates), unit: '/s', goal: { least: 1.5e6 } }]
}

export async function measureEngine({ db, config }: Installation, rounds: number): Promise<Figure[]> {
  const seconds: number[] = []
  let engine: Engine | null = null
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    engine = await loadEngine({ db, config, log: createLogger(config, 'bench') })
    seconds.push((performance.now() - began) / 1000)
  }
  if (!engine) throw new Error('There is nothing in memory: the snapshot or the models are missing.')
  const { ratings, catalogue } = engine
  const people = timesOf(ratings.nUsers, (user) => engine.recommend('user-knn', ratings.ratingsOf(user), K))
  const films = timesOf(catalogue.nItems, (item) => engine.similar('content', item, K))
  return [
    { name: 'start from artefacts', value: median(seconds), unit: 's', goal: { most: 10 } },
    { name: 'user-user recommendations, p50', value: quantile(people, 0.5), unit: 'ms', goal: { most: 6 } },
    { name: 'user-user recommendations, p99', value: quantile(people, 0.99), unit: 'ms', goal: { most: 40 } },
    { name: 'similar by content, p50', value: quantile(films, 0.5), unit: 'ms' },
    { name: 'similar by content, p99', value: quantile(films, 0.99), unit: 'ms', goal: { most: 3 } },
    ...measureLargeCatalogue(),
  ]
}

/** Content alone, over generated texts: the same on any data set. */
function measureLargeCatalogue(): Figure[] {
  const texts = generateDocuments(N_DOCUMENTS).map(asItemText)
  const nothing = { userId: new Int32Array(0), movieId: new Int32Array(0), halfStars: new Uint8Array(0) }
  const catalogue = Int32Array.from({ length: N_DOCUMENTS }, (_, item) => item)
  const data = { ratings: RatingMatrix.fromTriples(nothing, catalogue), texts }
  const model = contentModel.fit(data, contentModel.parseConfig({}), { seed: 1 })
  const times = timesOf(N_DOCUMENTS, (item) => model.similar?.(item, K))
  return [
    { name: 'similar by content, 60,000 generated films, p50', value: quantile(times, 0.5), unit: 'ms' },
    {
      name: 'similar by content, 60,000 generated films, p99',
      value: quantile(times, 0.99),
      unit: 'ms',
      goal: { most: 3 },
    },
  ]
}

/** Milliseconds of each of some hundred calls, after a few that are not counted. */
function timesOf(n: number, call: (index: number) => unknown): number[] {
  const random = createRandom(1)
  return Array.from({ length: WARM + N_ASKED }, () => {
    const index = random.integer(n)
    const began = performance.now()
    call(index)
    return performance.now() - began
  }).slice(WARM)
}
