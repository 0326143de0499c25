// A host over a database of its own, with a small imported catalogue whose structure is known.
import { parseConfig } from '@/lib/config/env'
import { openDb, type Db } from '@/lib/db/client'
import { ensureRun } from '@/lib/db/model-runs'
import { readTrainingSnapshot } from '@/lib/db/training-data'
import { readCatalogue } from '@/lib/db/catalogue'
import { Catalogue } from '@/lib/engine/catalogue'
import { Engine, type LoadedModel } from '@/lib/engine/engine'
import { createLogger } from '@/lib/log/logger'
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import { indexGenome } from '@/lib/recsys/data/tag-genome'
import { models } from '@/lib/recsys/models/registry'
import type { Host } from '@/lib/services/host/host'
import { HostMemory } from '@/lib/services/host/host-memory'
import { RecommendationLog } from '@/lib/services/recommend/recommendation-log'
import { loadSearch } from '@/lib/services/catalogue/remembered-search'
import { createTestDatabase } from './database'

/** As in training, so that a trained model and this one are the same. */
const SEED = 1
const N_MOVIES = 60
const N_USERS = 40

/** Odd movies are comedies, even ones westerns; odd users love comedies and even ones westerns. */
export async function createTestHost(): Promise<Host & { drop(): Promise<void> }> {
  const database = await createTestDatabase()
  const db = openDb(database.url)
  await insertCatalogue(db)
  const host = createHostOn(database.url, db, await fitEngine(db))
  host.memory.search = await loadSearch(db)
  return Object.assign(host, {
    drop: async () => {
      await host.close()
      await database.drop()
    },
  })
}

/** A web process as far as services see it; another one on the same database may share its engine. */
export function createHostOn(url: string, db: Db, engine: Engine | null): Host {
  const log = createLogger({ logLevel: 'silent' }, 'test')
  const recommendations = new RecommendationLog({ db, log })
  return {
    config: parseConfig({ DATABASE_URL: url }),
    db,
    log,
    posters: { origin: 'https://image.tmdb.org', reachable: () => true, stop: () => undefined },
    secret: 'a secret for tests that is long enough',
    engine,
    memory: new HostMemory(),
    recommendations,
    close: () => recommendations.close().finally(() => db.close()),
  }
}

async function insertCatalogue(db: Db): Promise<void> {
  await db.pool.query(
    `INSERT INTO movies (id, title, alternative_titles, year, genres, countries, directors, "cast", keywords, overview, poster_path)
     SELECT id,
            CASE id WHEN 1 THEN 'Amélie' WHEN 2 THEN 'Rio Bravo' ELSE CASE WHEN odd THEN 'Laughing ' ELSE 'Riding ' END || id END,
            '{}', 1950 + id, CASE WHEN odd THEN ARRAY['Comedy'] ELSE ARRAY['Western', 'Drama'] END, '{}', '{}', '{}',
            CASE WHEN odd THEN ARRAY['joke', 'city', 'theme' || id % 5] ELSE ARRAY['horse', 'desert', 'theme' || id % 5] END,
            CASE WHEN odd THEN 'Two friends stumble through a city.' ELSE 'A sheriff rides through the desert.' END,
            '/poster' || id || '.jpg'
     FROM (SELECT id, id % 2 = 1 AS odd FROM generate_series(1, ${N_MOVIES}) AS id) AS numbered`,
  )
  await db.pool.query(
    `INSERT INTO profiles (kind, user_id) SELECT 'crowd', user_id FROM generate_series(1, ${N_USERS}) AS user_id`,
  )
  await db.pool.query(
    `INSERT INTO ratings (profile_id, movie_id, half_stars, rated_at)
     SELECT p.id, m.id, CASE WHEN p.user_id % 2 = m.id % 2 THEN 8 + (p.user_id + m.id) % 3 ELSE 2 + (p.user_id * m.id) % 4 END,
            timestamptz '2000-01-01' + m.id * interval '1 day'
     FROM profiles p CROSS JOIN movies m WHERE (p.user_id * 7 + m.id * 3) % 5 < 2`,
  )
  await db.pool.query(
    `INSERT INTO data_imports (data_set, layout, synthetic, file_hash, report, changed_rows)
     VALUES ('test', 'csv', true, 'none', '{}', 1)`,
  )
  await insertGenome(db)
  await db.pool.query('SELECT refresh_movie_stats()')
}

/** Of all films but the last: one tag for comedies, one for westerns, and one of every fifth film. */
async function insertGenome(db: Db): Promise<void> {
  const movieIds = Array.from({ length: N_MOVIES - 1 }, (_, index) => index + 1)
  const vectors = movieIds.map((id) => {
    const odd = id % 2 === 1
    return Buffer.from(Float32Array.of(odd ? 0.9 : 0.1, odd ? 0.1 : 0.9, id % 5 === 0 ? 0.8 : 0.2).buffer)
  })
  await db.pool.query(`INSERT INTO genome_tags VALUES (1, 'slapstick'), (2, 'wild west'), (3, 'quirky')`)
  await db.pool.query('INSERT INTO genome_scores SELECT * FROM unnest($1::int[], $2::bytea[])', [movieIds, vectors])
}

async function fitEngine(db: Db): Promise<Engine> {
  const { fingerprint, ratings: triples, texts, genome } = await readTrainingSnapshot(db)
  const itemIds = Int32Array.from(texts, (text) => text.id)
  const ratings = RatingMatrix.fromTriples(triples, itemIds)
  const data = {
    ratings,
    texts: texts.map((text) => ({ ...text, overview: text.overview ?? '' })),
    genome: indexGenome(genome, itemIds),
  }
  const loaded = new Map<string, LoadedModel>()
  for (const [i, definition] of models.entries()) {
    const config = definition.parseConfig({})
    const runId = `00000000-0000-7000-8000-${String(i).padStart(12, '0')}`
    const run = { model: definition.name, config, seed: SEED, snapshotFingerprint: fingerprint, codeVersion: 'test' }
    await ensureRun(db, runId, run, '')
    loaded.set(definition.name, { definition, fitted: definition.fit(data, config, { seed: SEED }), runId })
  }
  return new Engine({
    catalogue: new Catalogue(await readCatalogue(db), ratings),
    ratings,
    models: loaded,
    champion: 'user-knn',
    fingerprint,
    dataSet: { name: 'test', synthetic: true },
    hasGenome: true,
  })
}
