// From the staging tables into the real ones, a set at a time: first what would change, then, if asked, the change.
import type pg from 'pg'

export interface MergeCounts {
  new: number
  changed: number
  unchanged: number
  /** Rows that a later row of the same import replaced. */
  duplicates: number
}

/** Titles that an enrichment added stay. */
const ALTERNATIVES = `CASE WHEN o.alternative_titles @> s."alternativeTitles" THEN o.alternative_titles ELSE s."alternativeTitles" END`

/** Column, staged field, and what an unknown value is stored as. */
const OPTIONAL = [
  ['countries', 'countries', `'{}'`],
  ['language', 'language', 'NULL'],
  ['runtime', 'runtime', 'NULL'],
  ['directors', 'directors', `'{}'`],
  ['"cast"', '"cast"', `'{}'`],
  ['keywords', 'keywords', `'{}'`],
  ['overview', 'overview', 'NULL'],
  ['poster_path', '"posterPath"', 'NULL'],
  ['imdb_id', '"imdbId"', 'NULL'],
  ['tmdb_id', '"tmdbId"', 'NULL'],
] as const
const MOVIE_COLUMNS = ['title', 'alternative_titles', 'year', 'genres', ...OPTIONAL.map(([column]) => column)]
const movieColumns = (alias: string) => MOVIE_COLUMNS.map((column) => `${alias}.${column}`).join(', ')
const movieJson = (alias: string) =>
  `jsonb_build_object(${MOVIE_COLUMNS.map((column) => `'${column.replaceAll('"', '')}', ${alias}.${column}`).join(', ')})`

export interface TitleComparison {
  shared: number
  differing: number
  /** Of each film: its id, the title that is there, the title that would come. */
  examples: [number, string, string][]
}

/** Drops all but the last line of each film, then says how the titles of the same ids agree. */
export async function compareTitles(client: pg.Client): Promise<TitleComparison & { duplicates: number }> {
  const duplicates = await count(
    client,
    'DELETE FROM staged_movies a USING staged_movies b WHERE a.id = b.id AND a.line < b.line',
  )
  const { rows } = await client.query<TitleComparison>(
    `WITH pairs AS (
       SELECT m.id, m.title AS present, s.title AS coming, fold_text(m.title) <> fold_text(s.title) AS differ
       FROM staged_movies s JOIN movies m ON m.id = s.id)
     SELECT count(*)::int AS shared, (count(*) FILTER (WHERE differ))::int AS differing,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(id, present, coming)), '[]')
        FROM (SELECT * FROM pairs WHERE differ ORDER BY id LIMIT 3) AS first) AS examples
     FROM pairs`,
  )
  return { ...rows[0], duplicates }
}

/** Columns that the source does not know keep what is known. `batch` is null for a dry run. */
export async function mergeMovies(client: pg.Client, batch: number | null): Promise<Omit<MergeCounts, 'duplicates'>> {
  await client.query(
    `CREATE TEMP TABLE incoming_movies ON COMMIT DROP AS
     SELECT n.*, o.id IS NULL AS is_new
     FROM (SELECT s.id, s.title, ${ALTERNATIVES} AS alternative_titles, s.year, s.genres, ${OPTIONAL.map(
       ([column, field, empty]) => `coalesce(s.${field}, o.${column}, ${empty}) AS ${column}`,
     ).join(', ')} FROM staged_movies s LEFT JOIN movies o ON o.id = s.id) n
     LEFT JOIN movies o ON o.id = n.id
     WHERE o.id IS NULL OR (${movieColumns('o')}) IS DISTINCT FROM (${movieColumns('n')})`,
  )
  const added = await countRows(client, 'incoming_movies WHERE is_new')
  const changed = await countRows(client, 'incoming_movies WHERE NOT is_new')
  const unchanged = (await countRows(client, 'staged_movies')) - added - changed
  if (batch !== null) await writeMovies(client, batch)
  return { new: added, changed, unchanged }
}

async function writeMovies(client: pg.Client, batch: number): Promise<void> {
  await client.query(
    `INSERT INTO undo_movies (import_id, movie_id, before)
     SELECT $1, i.id, (
       SELECT jsonb_object_agg(was.key, was.value) FROM jsonb_each(${movieJson('m')}) AS was
       JOIN jsonb_each(${movieJson('i')}) AS now ON now.key = was.key WHERE m.id IS NOT NULL AND was.value <> now.value)
     FROM incoming_movies i LEFT JOIN movies m ON m.id = i.id`,
    [batch],
  )
  await client.query(
    `UPDATE movies m SET (${MOVIE_COLUMNS.join(', ')}) = (${movieColumns('i')})
     FROM incoming_movies i WHERE m.id = i.id AND NOT i.is_new`,
  )
  await client.query(
    `INSERT INTO movies (id, ${MOVIE_COLUMNS.join(', ')})
     SELECT id, ${movieColumns('i')} FROM incoming_movies i WHERE is_new ORDER BY id`,
  )
}

/**
 * Finds the profile of every user, making those that are not there yet in the order of their ids; answers how many those are.
 * In a dry run the new ones get numbers that no profile has.
 */
export async function mergeProfiles(client: pg.Client, userIds: Int32Array, batch: number | null): Promise<number> {
  await client.query('CREATE TEMP TABLE staged_profiles (user_id int, profile_id int) ON COMMIT DROP')
  await client.query(
    `INSERT INTO staged_profiles SELECT u, p.id FROM unnest($1::int[]) AS u LEFT JOIN profiles p ON p.user_id = u`,
    [`{${userIds.join(',')}}`],
  )
  if (batch === null) return count(client, 'UPDATE staged_profiles SET profile_id = -user_id WHERE profile_id IS NULL')
  return count(
    client,
    `WITH added AS (
       INSERT INTO profiles (kind, user_id) SELECT 'crowd', user_id FROM staged_profiles WHERE profile_id IS NULL
       ORDER BY user_id RETURNING id, user_id
     ), noted AS (INSERT INTO undo_profiles SELECT $1, id FROM added)
     UPDATE staged_profiles s SET profile_id = a.id FROM added a WHERE a.user_id = s.user_id`,
    [batch],
  )
}

/** The later of two ratings wins, in one file and between files; of two at the same second in one file the higher. */
export async function mergeRatings(client: pg.Client, nStaged: number, batch: number | null): Promise<MergeCounts> {
  return merge(client, nStaged, batch, {
    table: 'ratings',
    key: ['profile_id', 'movie_id'],
    values: ['half_stars', 'rated_at'],
    incoming: `
      SELECT DISTINCT ON (p.profile_id, s.movie_id) p.profile_id, s.movie_id, s.half_stars, to_timestamp(s.rated_at)::timestamptz(0) AS rated_at
      FROM staged_ratings s JOIN staged_profiles p ON p.user_id = s.user_id
      ORDER BY p.profile_id, s.movie_id, s.rated_at DESC, s.half_stars DESC`,
    // A source without times says nothing about when, but something about what.
    differs: `CASE WHEN i.rated_at = 'epoch' THEN i.half_stars <> t.half_stars
      ELSE i.rated_at >= t.rated_at AND (i.half_stars, i.rated_at) IS DISTINCT FROM (t.half_stars, t.rated_at) END`,
    merged: 'i.half_stars, greatest(i.rated_at, t.rated_at) AS rated_at',
  })
}

export async function mergeTags(client: pg.Client, nStaged: number, batch: number | null): Promise<MergeCounts> {
  return merge(client, nStaged, batch, {
    table: 'tags',
    key: ['profile_id', 'movie_id', 'tag'],
    values: ['tagged_at'],
    incoming: `
      SELECT DISTINCT ON (p.profile_id, s.movie_id, s.tag) p.profile_id, s.movie_id, s.tag, to_timestamp(s.tagged_at)::timestamptz(0) AS tagged_at
      FROM staged_tags s JOIN staged_profiles p ON p.user_id = s.user_id
      ORDER BY p.profile_id, s.movie_id, s.tag, s.tagged_at DESC`,
    differs: 'i.tagged_at > t.tagged_at',
    merged: 'i.tagged_at',
  })
}

interface Merge {
  table: 'ratings' | 'tags'
  key: string[]
  values: string[]
  incoming: string
  /** Whether the incoming row `i` changes the present row `t`. */
  differs: string
  merged: string
}

async function merge(client: pg.Client, nStaged: number, batch: number | null, plan: Merge): Promise<MergeCounts> {
  const { table, key, values } = plan
  await client.query(`ANALYZE staged_${table}, staged_profiles`)
  await client.query(`CREATE TEMP TABLE incoming_${table} ON COMMIT DROP AS ${plan.incoming}`)
  await client.query(`ANALYZE incoming_${table}`)
  const sameKey = key.map((column) => `t.${column} = i.${column}`).join(' AND ')
  await client.query(
    `CREATE TEMP TABLE changes_${table} ON COMMIT DROP AS
     SELECT ${key.map((column) => `i.${column}`).join(', ')}, ${plan.merged}, t.profile_id IS NULL AS is_new,
       ${values.map((column) => `t.${column} AS old_${column}`).join(', ')}
     FROM incoming_${table} i LEFT JOIN ${table} t ON ${sameKey} WHERE t.profile_id IS NULL OR (${plan.differs})`,
  )
  const total = await countRows(client, `incoming_${table}`)
  const added = await countRows(client, `changes_${table} WHERE is_new`)
  const changed = await countRows(client, `changes_${table} WHERE NOT is_new`)
  if (batch !== null && added + changed > 0) await writeChanges(client, batch, plan, sameKey)
  return { new: added, changed, unchanged: total - added - changed, duplicates: nStaged - total }
}

/** An update and an insert, not one `ON CONFLICT`: that would write to every row it meets, equal or not. */
async function writeChanges(client: pg.Client, batch: number, { table, key, values }: Merge, sameKey: string) {
  const columns = [...key, ...values].join(', ')
  await client.query(`ANALYZE changes_${table}`)
  await client.query(
    `INSERT INTO undo_${table} (import_id, ${columns})
     SELECT $1, ${[...key, ...values.map((column) => `old_${column}`)].join(', ')} FROM changes_${table}`,
    [batch],
  )
  await client.query(
    `UPDATE ${table} t SET ${values.map((column) => `${column} = i.${column}`).join(', ')}
     FROM changes_${table} i WHERE ${sameKey} AND NOT i.is_new`,
  )
  await client.query(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM changes_${table} WHERE is_new`)
}

export async function count(client: pg.Client, sql: string, values?: unknown[]): Promise<number> {
  return (await client.query(sql, values)).rowCount ?? 0
}

export async function countRows(client: pg.Client, from: string): Promise<number> {
  const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${from}`)
  return Number(rows[0].n)
}

export async function hasRows(
  client: pg.Client,
  table: 'ratings' | 'tags' | 'movies' | 'genome_tags',
): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(`SELECT EXISTS (SELECT FROM ${table}) AS found`)
  return rows[0].found
}
