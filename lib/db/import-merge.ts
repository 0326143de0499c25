// From the staging tables into the real ones, a set at a time; rows that are there already, and equal, are not touched.
import type pg from 'pg'
import { withoutKeys } from './suspend-keys'

export interface MergeCounts {
  new: number
  changed: number
  unchanged: number
  /** Rows that a later row of the same import replaced. */
  duplicates: number
}

/** Later lines win. Columns that the source does not know keep what is known. */
export async function mergeMovies(client: pg.Client): Promise<MergeCounts> {
  const duplicates = await count(
    client,
    'DELETE FROM staged_movies a USING staged_movies b WHERE a.id = b.id AND a.line < b.line',
  )
  const changed = await count(
    client,
    `UPDATE movies m SET (${MOVIE_TARGETS}) = (n.title, n.alternatives, n.year, n.genres, ${kept('n')})
     FROM (SELECT s.id, s.title, ${ALTERNATIVES} AS alternatives, s.year, s.genres, ${OPTIONAL.map(
       ([column, field]) => `coalesce(s.${field}, o.${column}) AS ${column}`,
     ).join(', ')} FROM staged_movies s JOIN movies o ON o.id = s.id) n
     WHERE m.id = n.id AND (m.title, m.alternative_titles, m.year, m.genres, ${kept('m')})
       IS DISTINCT FROM (n.title, n.alternatives, n.year, n.genres, ${kept('n')})`,
  )
  const added = await count(
    client,
    `INSERT INTO movies (id, ${MOVIE_TARGETS})
     SELECT id, title, "alternativeTitles", year, genres, ${OPTIONAL.map(([, field, empty]) => `coalesce(${field}, ${empty})`).join(', ')}
     FROM staged_movies s WHERE NOT EXISTS (SELECT FROM movies m WHERE m.id = s.id) ORDER BY id`,
  )
  const staged = await countRows(client, 'staged_movies')
  return { new: added, changed, unchanged: staged - added - changed, duplicates }
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
const MOVIE_TARGETS = `title, alternative_titles, year, genres, ${OPTIONAL.map(([column]) => column).join(', ')}`
const kept = (alias: string) => OPTIONAL.map(([column]) => `${alias}.${column}`).join(', ')

/** Makes the crowd profiles that are not there yet, in the order of their user ids; answers how many. */
export async function addCrowdProfiles(client: pg.Client, userIds: Int32Array): Promise<number> {
  return count(
    client,
    `INSERT INTO profiles (kind, user_id)
     SELECT 'crowd', u FROM unnest($1::int[]) AS u WHERE NOT EXISTS (SELECT FROM profiles p WHERE p.user_id = u) ORDER BY u`,
    [`{${userIds.join(',')}}`],
  )
}

/** The later of two ratings of the same film wins; of two at the same second the higher, so that the result is always the same. */
const INCOMING_RATINGS = `
  SELECT DISTINCT ON (p.id, s.movie_id) p.id AS profile_id, s.movie_id, s.half_stars, to_timestamp(s.rated_at) AS rated_at
  FROM staged_ratings s JOIN profiles p ON p.user_id = s.user_id
  ORDER BY p.id, s.movie_id, s.rated_at DESC, s.half_stars DESC`

export async function mergeRatings(client: pg.Client, nStaged: number): Promise<MergeCounts> {
  await client.query('ANALYZE staged_ratings, profiles')
  if (!(await hasRows(client, 'ratings'))) {
    const added = await withoutKeys(client, 'ratings', () =>
      count(client, `INSERT INTO ratings (profile_id, movie_id, half_stars, rated_at) ${INCOMING_RATINGS}`),
    )
    return { new: added, changed: 0, unchanged: 0, duplicates: nStaged - added }
  }
  return mergeIncoming(client, nStaged, {
    table: 'ratings',
    incoming: INCOMING_RATINGS,
    key: ['profile_id', 'movie_id'],
    values: ['half_stars', 'rated_at'],
  })
}

export async function mergeTags(client: pg.Client, nStaged: number): Promise<MergeCounts> {
  await client.query('ANALYZE staged_tags')
  return mergeIncoming(client, nStaged, {
    table: 'tags',
    incoming: `
      SELECT DISTINCT ON (p.id, s.movie_id, s.tag) p.id AS profile_id, s.movie_id, s.tag, to_timestamp(s.tagged_at) AS tagged_at
      FROM staged_tags s JOIN profiles p ON p.user_id = s.user_id
      ORDER BY p.id, s.movie_id, s.tag, s.tagged_at DESC`,
    key: ['profile_id', 'movie_id', 'tag'],
    values: ['tagged_at'],
  })
}

interface Merge {
  table: 'ratings' | 'tags'
  incoming: string
  key: string[]
  values: string[]
}

/** An update and an insert, not one `ON CONFLICT`: that would write to every row it meets, equal or not. */
async function mergeIncoming(
  client: pg.Client,
  nStaged: number,
  { table, incoming, key, values }: Merge,
): Promise<MergeCounts> {
  const sameKey = key.map((column) => `t.${column} = i.${column}`).join(' AND ')
  const columns = [...key, ...values].join(', ')
  await client.query(`CREATE TEMP TABLE incoming_${table} ON COMMIT DROP AS ${incoming}`)
  await client.query(`ANALYZE incoming_${table}`)
  const changed = await count(
    client,
    `UPDATE ${table} t SET ${values.map((column) => `${column} = i.${column}`).join(', ')} FROM incoming_${table} i
     WHERE ${sameKey} AND (${values.map((column) => `t.${column} IS DISTINCT FROM i.${column}`).join(' OR ')})`,
  )
  const added = await count(
    client,
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM incoming_${table} i
     WHERE NOT EXISTS (SELECT FROM ${table} t WHERE ${sameKey})`,
  )
  const total = await countRows(client, `incoming_${table}`)
  return { new: added, changed, unchanged: total - added - changed, duplicates: nStaged - total }
}

async function count(client: pg.Client, sql: string, values?: unknown[]): Promise<number> {
  return (await client.query(sql, values)).rowCount ?? 0
}

async function countRows(client: pg.Client, table: string): Promise<number> {
  const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)
  return Number(rows[0].n)
}

async function hasRows(client: pg.Client, table: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(`SELECT EXISTS (SELECT FROM ${table}) AS found`)
  return rows[0].found
}
