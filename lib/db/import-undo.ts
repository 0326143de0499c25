// Undoing a batch: the values before it come back, and what it brought goes, a set at a time; what persons gave stays.
import type pg from 'pg'
import { count } from './import-merge'

export interface UndoCounts {
  movies: number
  profiles: number
  ratings: number
  tags: number
  /** Films whose genome it brought or changed. */
  genome: number
}

export interface UndoResult {
  removed: UndoCounts
  restored: Omit<UndoCounts, 'profiles'>
  /** Films and profiles that the batch brought and that persons have used since: they stay. */
  kept: Pick<UndoCounts, 'movies' | 'profiles'>
}

/** @param filled the tables that the batch found empty. */
export async function undoRows(client: pg.Client, batch: number, filled: readonly string[]): Promise<UndoResult> {
  await client.query('ANALYZE undo_movies, undo_profiles, undo_ratings, undo_tags, undo_genome_scores')
  const genome = filled.includes('genome')
    ? { removed: await emptyGenome(client), restored: 0 }
    : await undoTable(client, batch, 'genome_scores', ['movie_id'], ['relevance'])
  const ratings = filled.includes('ratings')
    ? { removed: await emptyOfCrowd(client), restored: 0 }
    : await undoTable(client, batch, 'ratings', ['profile_id', 'movie_id'], ['half_stars', 'rated_at'])
  const tags = await undoTable(client, batch, 'tags', ['profile_id', 'movie_id', 'tag'], ['tagged_at'])
  const profiles = await removeProfiles(client, batch)
  const movies = await undoMovies(client, batch)
  for (const table of ['movies', 'profiles', 'ratings', 'tags', 'genome_scores'])
    await client.query(`DELETE FROM undo_${table} WHERE import_id = $1`, [batch])
  return {
    removed: {
      movies: movies.removed,
      profiles: profiles.removed,
      ratings: ratings.removed,
      tags: tags.removed,
      genome: genome.removed,
    },
    restored: { movies: movies.restored, ratings: ratings.restored, tags: tags.restored, genome: genome.restored },
    kept: { movies: movies.kept, profiles: profiles.kept },
  }
}

/** The batch found the table empty, so every rating of the crowd is its own. Persons' ratings are few: they step aside. */
async function emptyOfCrowd(client: pg.Client): Promise<number> {
  await client.query('LOCK TABLE ratings IN ACCESS EXCLUSIVE MODE')
  const all = await client.query<{ n: string }>('SELECT count(*) AS n FROM ratings')
  const kept = await count(
    client,
    `CREATE TEMP TABLE kept_ratings ON COMMIT DROP AS
     SELECT r.* FROM profiles p JOIN ratings r ON r.profile_id = p.id WHERE p.kind = 'person'`,
  )
  await client.query('TRUNCATE ratings')
  await client.query('INSERT INTO ratings SELECT * FROM kept_ratings')
  return Number(all.rows[0].n) - kept
}

/** Later batches are undone before this one, so what is left of the genome is its own. */
async function emptyGenome(client: pg.Client): Promise<number> {
  await client.query('DELETE FROM genome_tags')
  return count(client, 'DELETE FROM genome_scores')
}

async function undoTable(
  client: pg.Client,
  batch: number,
  table: 'ratings' | 'tags' | 'genome_scores',
  key: string[],
  values: string[],
): Promise<{ removed: number; restored: number }> {
  const mine = `u.import_id = $1 AND ${key.map((column) => `t.${column} = u.${column}`).join(' AND ')}`
  const removed = await count(
    client,
    `DELETE FROM ${table} t USING undo_${table} u WHERE ${mine} AND u.${values[0]} IS NULL`,
    [batch],
  )
  const restored = await count(
    client,
    `UPDATE ${table} t SET ${values.map((column) => `${column} = u.${column}`).join(', ')}
     FROM undo_${table} u WHERE ${mine} AND u.${values[0]} IS NOT NULL`,
    [batch],
  )
  return { removed, restored }
}

/** A person's history of recommendations may have come from such a profile. */
async function removeProfiles(client: pg.Client, batch: number): Promise<{ removed: number; kept: number }> {
  const removed = await count(
    client,
    `DELETE FROM profiles p USING undo_profiles u WHERE u.import_id = $1 AND p.id = u.profile_id
     AND NOT EXISTS (SELECT FROM recommendations r WHERE r.viewer_id = p.id OR r.source_profile_id = p.id)
     AND NOT EXISTS (SELECT FROM feedback f WHERE f.person_id = p.id OR f.source_profile_id = p.id)`,
    [batch],
  )
  const kept = await count(
    client,
    'SELECT FROM profiles p JOIN undo_profiles u ON p.id = u.profile_id WHERE u.import_id = $1',
    [batch],
  )
  return { removed, kept }
}

const COLUMNS = `title, alternative_titles, year, genres, countries, language, runtime, directors, "cast", keywords, overview, poster_path, imdb_id, tmdb_id`

/** Only the columns that the batch changed come back: what has been learned about a film since then stays. */
async function undoMovies(client: pg.Client, batch: number) {
  const restored = await count(
    client,
    `UPDATE movies m SET (${COLUMNS}) = (SELECT ${COLUMNS} FROM jsonb_populate_record(m, u.before))
     FROM undo_movies u WHERE u.import_id = $1 AND u.movie_id = m.id AND u.before IS NOT NULL`,
    [batch],
  )
  const removed = await count(
    client,
    `DELETE FROM movies m USING undo_movies u WHERE u.import_id = $1 AND u.movie_id = m.id AND u.before IS NULL
     AND NOT EXISTS (SELECT FROM ratings r WHERE r.movie_id = m.id)
     AND NOT EXISTS (SELECT FROM tags t WHERE t.movie_id = m.id)
     AND NOT EXISTS (SELECT FROM recommendation_items i WHERE i.movie_id = m.id)
     AND NOT EXISTS (SELECT FROM recommendations r WHERE r.source_movie_id = m.id)
     AND NOT EXISTS (SELECT FROM feedback f WHERE f.movie_id = m.id OR f.source_movie_id = m.id)`,
    [batch],
  )
  const kept = await count(
    client,
    'SELECT FROM movies m JOIN undo_movies u ON m.id = u.movie_id WHERE u.import_id = $1 AND u.before IS NULL',
    [batch],
  )
  return { restored, removed, kept }
}
