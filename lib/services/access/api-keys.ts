// Keys of the API: made, listed and revoked by whoever runs the installation.
import { createHash, randomBytes } from 'node:crypto'
import { insertApiKey, listApiKeyRows, revokeApiKeyRow, type ApiKeyRow } from '@/lib/db/api-keys'
import { AppError } from '@/lib/errors/app-error'
import type { ApiKeyInfo, Scope } from '@/lib/schemas/api-key'
import type { Host } from '../host/host'

const MAX_NAME = 100

/** mq_, eight digits that name the key in public, and 256 random bits. */
export const KEY_PATTERN = /^mq_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/
const PREFIX_PATTERN = /^mq_[0-9a-f]{8}$/

/** Plain sha256: nobody guesses 256 random bits, so there is nothing that a slow hash would slow down. */
export const hashOfKey = (key: string) => createHash('sha256').update(key).digest('hex')

export interface NewKey extends ApiKeyInfo {
  /** The key itself. It is nowhere else, and cannot be shown again. */
  key: string
}

export async function createApiKey(
  host: Pick<Host, 'db'>,
  { name, scope, days }: { name: string; scope: Scope; days?: number },
): Promise<NewKey> {
  const label = name.trim()
  if (label === '' || label.length > MAX_NAME || /\p{Cc}/u.test(label))
    throw new AppError('invalid', `The name of a key is one line of at most ${MAX_NAME} characters, e.g. "my script".`)
  const prefix = `mq_${randomBytes(4).toString('hex')}`
  const key = `${prefix}_${randomBytes(32).toString('base64url')}`
  const expiresAt = days === undefined ? null : new Date(Date.now() + days * 24 * 3600 * 1000)
  const row = await insertApiKey(host.db, { name: label, prefix, hash: hashOfKey(key), scope, expiresAt })
  return { ...toInfo(row), key }
}

export async function listApiKeys(host: Pick<Host, 'db'>): Promise<ApiKeyInfo[]> {
  return (await listApiKeyRows(host.db)).map(toInfo)
}

/** By its prefix, or by the whole key. @throws AppError('not_found') */
export async function revokeApiKey(host: Pick<Host, 'db'>, given: string): Promise<ApiKeyInfo> {
  const prefix = KEY_PATTERN.test(given) ? given.slice(0, 11) : given
  const row = PREFIX_PATTERN.test(prefix) ? await revokeApiKeyRow(host.db, prefix) : null
  if (!row)
    throw new AppError('not_found', 'There is no such key. marquee keys list shows them; name one as mq_ and 8 digits.')
  return toInfo(row)
}

export const toInfo = ({ createdAt, expiresAt, revokedAt, lastUsedAt, ...row }: ApiKeyRow): ApiKeyInfo => ({
  ...row,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt?.toISOString() ?? null,
  revokedAt: revokedAt?.toISOString() ?? null,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
})
