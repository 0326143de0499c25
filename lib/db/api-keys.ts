// Keys of the API: kept as hashes, found by them.
import type { Db } from './client'

export interface ApiKeyRow {
  name: string
  prefix: string
  scope: 'read' | 'write' | 'admin'
  createdAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  lastUsedAt: Date | null
}

const COLUMNS = `name, prefix, scope, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt",
  last_used_at AS "lastUsedAt"`

export interface NewApiKey {
  name: string
  prefix: string
  hash: string
  scope: ApiKeyRow['scope']
  expiresAt: Date | null
}

export async function insertApiKey(db: Db, key: NewApiKey): Promise<ApiKeyRow> {
  const { rows } = await db.pool.query<ApiKeyRow>(
    `INSERT INTO api_keys (name, prefix, hash, scope, expires_at) VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`,
    [key.name, key.prefix, key.hash, key.scope, key.expiresAt],
  )
  return rows[0]
}

/** Newest first, the revoked ones too. */
export async function listApiKeyRows(db: Db): Promise<ApiKeyRow[]> {
  return (await db.pool.query<ApiKeyRow>(`SELECT ${COLUMNS} FROM api_keys ORDER BY id DESC`)).rows
}

/** The key as it then is, or null when there is none; a second time changes nothing. */
export async function revokeApiKeyRow(db: Db, prefix: string): Promise<ApiKeyRow | null> {
  const { rows } = await db.pool.query<ApiKeyRow>(
    `UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE prefix = $1 RETURNING ${COLUMNS}`,
    [prefix],
  )
  return rows[0] ?? null
}

/** The key of this hash while it is good, or null. Its use is noted in the same statement, once a minute at most. */
export async function findLiveApiKey(db: Db, hash: string): Promise<ApiKeyRow | null> {
  const { rows } = await db.pool.query<ApiKeyRow>(
    `WITH found AS (
       SELECT * FROM api_keys WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
     ), noted AS (
       UPDATE api_keys SET last_used_at = now() FROM found
       WHERE api_keys.id = found.id
         AND (found.last_used_at IS NULL OR found.last_used_at < now() - interval '1 minute')
     )
     SELECT ${COLUMNS} FROM found`,
    [hash],
  )
  return rows[0] ?? null
}
