// What a backup holds: for each part the query that reads it and the statement that puts it back.
// Parts refer to people by their keys and to the crowd by its user ids, because row numbers differ between databases.
import type pg from 'pg'

export interface BackupPart {
  name: string
  /** Belongs to the data set, which the destination may have already. */
  ofDataSet: boolean
  select: string
  /** From the table `staging`, which has the columns of `select`. */
  restore(columns: readonly string[]): string
}

/** Columns that Postgres fills by itself are not copied. */
async function columnsOf(client: pg.Client, table: string, without: readonly string[] = []): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT quote_ident(attname) AS name FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> ALL ($2)
     ORDER BY attnum`,
    [table, without],
  )
  return rows.map((row) => row.name)
}

const insertAs =
  (table: string, after = '') =>
  (columns: readonly string[]) =>
    `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM staging ${after}`

const SOURCES = `LEFT JOIN profiles sp ON sp.person_key = s.source_key
  LEFT JOIN profiles su ON su.user_id = s.source_user_id
  LEFT JOIN movies sm ON sm.id = s.source_movie_id`
/** What it was made for must be there, or the row would say something else than before. */
const SOURCES_THERE = `(s.source_key IS NULL OR sp.id IS NOT NULL) AND (s.source_user_id IS NULL OR su.id IS NOT NULL)
  AND (s.source_movie_id IS NULL OR sm.id IS NOT NULL)`

const crowdParts: BackupPart[] = [
  {
    name: 'crowd',
    ofDataSet: true,
    select: `SELECT user_id, created_at FROM profiles WHERE kind = 'crowd' ORDER BY user_id`,
    restore: () => `INSERT INTO profiles (kind, user_id, created_at) SELECT 'crowd', user_id, created_at FROM staging`,
  },
  {
    name: 'crowd_ratings',
    ofDataSet: true,
    select: `SELECT p.user_id, r.movie_id, r.half_stars, r.rated_at FROM ratings r JOIN profiles p ON p.id = r.profile_id
             WHERE p.kind = 'crowd'`,
    restore: () =>
      `INSERT INTO ratings (profile_id, movie_id, half_stars, rated_at)
       SELECT p.id, s.movie_id, s.half_stars, s.rated_at FROM staging s JOIN profiles p USING (user_id)`,
  },
  {
    name: 'crowd_tags',
    ofDataSet: true,
    select: `SELECT p.user_id, t.movie_id, t.tag, t.tagged_at FROM tags t JOIN profiles p ON p.id = t.profile_id
             WHERE p.kind = 'crowd'`,
    restore: () =>
      `INSERT INTO tags (profile_id, movie_id, tag, tagged_at)
       SELECT p.id, s.movie_id, s.tag, s.tagged_at FROM staging s JOIN profiles p USING (user_id)`,
  },
]

const genomeParts: BackupPart[] = [
  {
    name: 'genome_tags',
    ofDataSet: true,
    select: 'SELECT tag_id, tag FROM genome_tags ORDER BY tag_id',
    restore: insertAs('genome_tags'),
  },
  {
    name: 'genome_scores',
    ofDataSet: true,
    select: 'SELECT movie_id, relevance FROM genome_scores ORDER BY movie_id',
    restore: insertAs('genome_scores'),
  },
]

const peopleParts: BackupPart[] = [
  {
    name: 'persons',
    ofDataSet: false,
    select: `SELECT person_key, created_at FROM profiles WHERE kind = 'person' ORDER BY id`,
    restore: () =>
      `INSERT INTO profiles (kind, person_key, created_at) SELECT 'person', person_key, created_at FROM staging
       ON CONFLICT (person_key) DO NOTHING`,
  },
  {
    name: 'person_ratings',
    ofDataSet: false,
    select: `SELECT p.person_key, r.movie_id, r.half_stars, r.rated_at FROM profiles p JOIN ratings r ON r.profile_id = p.id
             WHERE p.kind = 'person'`,
    restore: () =>
      `INSERT INTO ratings (profile_id, movie_id, half_stars, rated_at)
       SELECT p.id, s.movie_id, s.half_stars, s.rated_at
       FROM staging s JOIN profiles p USING (person_key) JOIN movies m ON m.id = s.movie_id
       ON CONFLICT (profile_id, movie_id) DO UPDATE SET half_stars = excluded.half_stars, rated_at = excluded.rated_at
       WHERE excluded.rated_at > ratings.rated_at`,
  },
  {
    name: 'recommendations',
    ofDataSet: false,
    select: `SELECT r.id, r.method, r.model_run_id, v.person_key AS viewer_key, s.person_key AS source_key,
                    s.user_id AS source_user_id, r.source_movie_id, r.created_at
             FROM recommendations r LEFT JOIN profiles v ON v.id = r.viewer_id
             LEFT JOIN profiles s ON s.id = r.source_profile_id`,
    restore: () =>
      `INSERT INTO recommendations (id, method, model_run_id, viewer_id, source_profile_id, source_movie_id, created_at)
       SELECT s.id, s.method, run.id, v.id, coalesce(sp.id, su.id), s.source_movie_id, s.created_at
       FROM staging s LEFT JOIN model_runs run ON run.id = s.model_run_id
       LEFT JOIN profiles v ON v.person_key = s.viewer_key ${SOURCES} WHERE ${SOURCES_THERE}
       ON CONFLICT (id) DO NOTHING`,
  },
  {
    name: 'recommendation_items',
    ofDataSet: false,
    select: 'SELECT recommendation_id, rank, movie_id, score, predicted_stars FROM recommendation_items',
    // What the destination had already keeps the items that it has.
    restore: () =>
      `WITH restored AS (
         UPDATE recommendations r SET movie_ids = i.movie_ids, scores = i.scores, predicted_stars = i.predicted_stars
         FROM (SELECT recommendation_id, array_agg(movie_id ORDER BY rank) AS movie_ids, array_agg(score ORDER BY rank) AS scores,
                 CASE WHEN count(predicted_stars) > 0 THEN array_agg(predicted_stars ORDER BY rank) END AS predicted_stars
               FROM staging GROUP BY recommendation_id) i
         WHERE i.recommendation_id = r.id AND r.movie_ids = '{}' RETURNING r.movie_ids
       ) SELECT unnest(movie_ids) FROM restored`,
  },
  {
    name: 'feedback',
    ofDataSet: false,
    select: `SELECT f.id, p.person_key, f.movie_id, f.method, f.verdict, f.recommendation_id, s.person_key AS source_key,
                    s.user_id AS source_user_id, f.source_movie_id, f.created_at
             FROM feedback f JOIN profiles p ON p.id = f.person_id LEFT JOIN profiles s ON s.id = f.source_profile_id`,
    restore: () =>
      `INSERT INTO feedback (id, person_id, movie_id, method, verdict, recommendation_id, source_profile_id, source_movie_id, created_at)
       SELECT s.id, p.id, s.movie_id, s.method, s.verdict, s.recommendation_id, coalesce(sp.id, su.id), s.source_movie_id, s.created_at
       FROM staging s JOIN profiles p ON p.person_key = s.person_key JOIN movies m ON m.id = s.movie_id
       JOIN recommendations r ON r.id = s.recommendation_id ${SOURCES} WHERE ${SOURCES_THERE}
       ON CONFLICT (person_id, movie_id, method) DO UPDATE SET verdict = excluded.verdict,
         recommendation_id = excluded.recommendation_id, source_profile_id = excluded.source_profile_id,
         source_movie_id = excluded.source_movie_id, created_at = excluded.created_at
       WHERE excluded.created_at > feedback.created_at`,
  },
]

/** What belongs to the runs: their figures, who is champion, and how that came about. */
const runParts: BackupPart[] = [
  {
    name: 'run_evaluations',
    ofDataSet: false,
    select: `SELECT e.* FROM run_evaluations e JOIN model_runs r ON r.id = e.run_id WHERE r.status NOT IN ('running', 'queued')`,
    restore: insertAs('run_evaluations', 'ON CONFLICT DO NOTHING'),
  },
  {
    name: 'model_aliases',
    ofDataSet: false,
    select: 'SELECT alias, run_id, moved_at FROM model_aliases',
    restore: insertAs('model_aliases', 'ON CONFLICT (alias) DO NOTHING'),
  },
  {
    name: 'alias_moves',
    ofDataSet: false,
    select: `SELECT alias, from_run_id, to_run_id, moved_by, reason, forced, kind, moved_at FROM alias_moves ORDER BY id`,
    restore: insertAs(
      'alias_moves',
      'WHERE NOT EXISTS (SELECT FROM alias_moves m WHERE m.alias = staging.alias AND m.moved_at = staging.moved_at)',
    ),
  },
]

/** In the order in which they are written and put back. */
export async function listBackupParts(client: pg.Client): Promise<BackupPart[]> {
  const imports = await columnsOf(client, 'data_imports', ['id'])
  const movies = await columnsOf(client, 'movies')
  const runs = await columnsOf(client, 'model_runs')
  return [
    {
      name: 'data_imports',
      ofDataSet: true,
      select: `SELECT ${imports.join(', ')} FROM data_imports ORDER BY id`,
      restore: insertAs('data_imports'),
    },
    {
      name: 'movies',
      ofDataSet: true,
      select: `SELECT ${movies.join(', ')} FROM movies ORDER BY id`,
      restore: insertAs('movies'),
    },
    ...crowdParts,
    ...genomeParts,
    {
      name: 'model_runs',
      ofDataSet: false,
      select: `SELECT ${runs.join(', ')} FROM model_runs WHERE status NOT IN ('running', 'queued')`,
      restore: insertAs('model_runs', 'ON CONFLICT (id) DO NOTHING'),
    },
    ...runParts,
    ...peopleParts,
  ]
}
