// An answer that is remembered must be the one that would be worked out now, whoever changed what, in which process.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPerson, findPersonByKey } from '@/lib/db/profiles'
import { Engine } from '@/lib/engine/engine'
import type { Recommendation } from '@/lib/schemas/recommendation'
import { createHostOn, createTestHost } from '@/test/host'
import { openDb } from '@/lib/db/client'
import { giveFeedback, undoFeedback } from '../people/give-feedback'
import type { Host } from '../host/host'
import { clearRating, rateMovie } from '../people/rate-movie'
import { recommendForPerson } from './recommend-for-person'
import { recommendForUser } from './recommend-for-user'
import { recommendSimilar } from './recommend-similar'

let host: Awaited<ReturnType<typeof createTestHost>>
/** Another process on the same database. */
let other: Host
let nPersons = 0

beforeAll(async () => {
  host = await createTestHost()
  const url = host.config.databaseUrl ?? ''
  other = createHostOn(url, openDb(url), host.engine)
})
afterAll(async () => {
  await other.close()
  await host.drop()
})

const newKey = () => `00000000-0000-4000-9000-${String(++nPersons).padStart(12, '0')}`
const same = ({ items, method, modelRun }: Recommendation) => ({ items, method, modelRun })

/** What a process without any memory answers. */
async function askFresh(key: string, ask: Ask): Promise<Recommendation> {
  const fresh = createHostOn('', host.db, host.engine)
  const answer = await ask(fresh, await findPersonByKey(host.db, key))
  await fresh.recommendations.close()
  return answer
}

type Ask = (host: Host, person: Awaited<ReturnType<typeof findPersonByKey>>) => Promise<Recommendation>

const asks: Ask[] = [
  (on, person) => recommendForPerson(on, { person, method: 'user-knn', k: 10 }),
  (on, person) => recommendForPerson(on, { person, method: 'content', k: 5, genre: 'Comedy' }),
  (on, person) => recommendForPerson(on, { person, method: 'popularity', k: 20, yearFrom: 1960 }),
  (on, viewer) => recommendSimilar(on, { movieId: 3, method: 'content', k: 8, viewer }),
  (on, viewer) => recommendForUser(on, { userId: 7, method: 'user-knn', k: 8, viewer }),
]

type Change = (on: Host, person: { id: number }, movieId: number) => Promise<unknown>

async function judge(on: Host, person: { id: number }, movieId: number, verdict: 'seen' | 'up' | null) {
  const shown = await recommendSimilar(on, { movieId, method: 'content', k: 3, viewer: person })
  const target = { recommendationId: shown.recommendationId, movieId: shown.items[0].movie.id }
  await (verdict ? giveFeedback(on, person, { ...target, verdict }) : undoFeedback(on, person, target))
}

const changes: Change[] = [
  (on, person, movieId) => rateMovie(on, person, movieId, (movieId % 10) / 2 + 0.5),
  (on, person, movieId) => clearRating(on, person, movieId),
  (on, person, movieId) => judge(on, person, movieId, 'seen'),
  (on, person, movieId) => judge(on, person, movieId, 'up'),
  (on, person, movieId) => judge(on, person, movieId, null),
  // Somebody with psql.
  (on, person, movieId) =>
    on.db.pool.query('UPDATE ratings SET half_stars = 1 WHERE profile_id = $1 AND movie_id <> $2', [
      person.id,
      movieId,
    ]),
  (on, person) => on.db.pool.query('DELETE FROM feedback WHERE person_id = $1', [person.id]),
  // Another model, or other data.
  async () => {
    if (host.engine) host.engine = new Engine(host.engine)
  },
]

const step = fc.record({
  change: fc.nat(changes.length - 1),
  elsewhere: fc.boolean(),
  movieId: fc.integer({ min: 1, max: 60 }),
  ask: fc.nat(asks.length - 1),
})

describe('a process that remembers its answers', () => {
  it('always answers what one without a memory would, whatever was changed, here or in another process', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const key = newKey()
        const { id } = await createPerson(host.db, key)
        for (const { change, elsewhere, movieId, ask } of steps) {
          await changes[change](elsewhere ? other : host, { id }, movieId)
          for (const again of [asks[ask], asks[0]]) {
            const answer = await again(host, await findPersonByKey(host.db, key))
            expect(same(answer)).toEqual(same(await askFresh(key, again)))
          }
        }
      }),
      { numRuns: 25 },
    )
  }, 120_000)

  it('works out an unchanged answer once, and logs every repetition under its own id', async () => {
    const key = newKey()
    await createPerson(host.db, key)
    const ask = async () => asks[2](host, await findPersonByKey(host.db, key))
    const answers = [await ask(), await ask(), await ask()]
    expect(new Set(answers.map(({ items }) => items)).size).toBe(1)
    expect(new Set(answers.map(({ recommendationId }) => recommendationId)).size).toBe(3)
    await host.recommendations.flush()
    const { rows } = await host.db.pool.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM recommendations WHERE id = ANY ($1)',
      [answers.map(({ recommendationId }) => recommendationId)],
    )
    expect(rows).toEqual([{ n: 3 }])
  })

  it('takes feedback on an answer that another process has not written yet', async () => {
    const person = await createPerson(host.db, newKey())
    const shown = await asks[2](other, person)
    const target = { recommendationId: shown.recommendationId, movieId: shown.items[0].movie.id }
    await giveFeedback(host, person, { ...target, verdict: 'seen' })
    const answer = await asks[2](host, await findPersonByKey(host.db, person.key))
    expect(answer.items.map(({ movie }) => movie.id)).not.toContain(target.movieId)
  })
})
