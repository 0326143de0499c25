// Checking twenty million rows against their films and profiles one by one costs a quarter of an import; their distinct keys cost a second.
import type pg from 'pg'
import { AppError } from '@/lib/errors/app-error'

export interface ForeignChecks {
  /** Whether they stay in place and are switched off around `pause`; else they must be dropped and made again. */
  canPause: boolean
  pause<T>(work: () => Promise<T>): Promise<T>
}

/** Only a superuser may switch the checks off, as of our own server. */
export async function openForeignChecks(client: pg.Client): Promise<ForeignChecks> {
  const { rows } = await client.query<{ may: boolean }>(
    'SELECT rolsuper AS may FROM pg_roles WHERE rolname = current_user',
  )
  const canPause = rows[0]?.may ?? false
  return {
    canPause,
    async pause(work) {
      if (!canPause) return work()
      await client.query('SET LOCAL session_replication_role = replica')
      const result = await work()
      await client.query('SET LOCAL session_replication_role = origin')
      return result
    },
  }
}

/** Steps from key to key through the indexes. @throws AppError('internal') where a rating is of no film or no profile. */
export async function proveRatings(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ movies: number; profiles: number }>(
    `SELECT (${countOrphans('movie_id', 'movies')}) AS movies, (${countOrphans('profile_id', 'profiles')}) AS profiles`,
  )
  const [{ movies, profiles }] = rows
  if (movies + profiles > 0)
    throw new AppError(
      'internal',
      `The import would have left ratings of ${movies} films and ${profiles} profiles that do not exist; nothing was imported. Please report this.`,
    )
}

const countOrphans = (column: string, parent: string) => `
  WITH RECURSIVE keys (key) AS (
    (SELECT ${column} FROM ratings ORDER BY ${column} LIMIT 1)
    UNION ALL
    SELECT (SELECT r.${column} FROM ratings r WHERE r.${column} > k.key ORDER BY r.${column} LIMIT 1) FROM keys k WHERE k.key IS NOT NULL
  )
  SELECT count(*)::int FROM keys k WHERE k.key IS NOT NULL AND NOT EXISTS (SELECT FROM ${parent} p WHERE p.id = k.key)`
