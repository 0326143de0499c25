// Whether a key is good: asked of the database every two seconds at most, so that a revoked one ends at once for all that people notice.
import { findLiveApiKey } from '@/lib/db/api-keys'
import type { Scope } from '@/lib/schemas/api-key'
import { hashOfKey, KEY_PATTERN } from './api-keys'
import type { Host } from '../host/host'

export interface LiveKey {
  prefix: string
  scope: Scope
}

const KEEP_MS = 2000
/** Of a flood of made-up keys no more than this is remembered. */
const MOST_KEPT = 10_000

interface Kept {
  key: Promise<LiveKey | null>
  until: number
  /** Whether it was good when last asked. */
  good: boolean
}

const kept = new WeakMap<Host['db'], Map<string, Kept>>()

function keptOf({ db }: Pick<Host, 'db'>): Map<string, Kept> {
  const known = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, known)
  return known
}

/** Whether this key was good a moment ago: nobody who tries keys, then. */
export const wasGoodKey = (host: Pick<Host, 'db'>, given: string): boolean =>
  keptOf(host).get(hashOfKey(given))?.good ?? false

/** The key, or null when it is unknown, revoked or expired. */
export async function checkApiKey(host: Pick<Host, 'db'>, given: string): Promise<LiveKey | null> {
  if (!KEY_PATTERN.test(given)) return null
  const known = keptOf(host)
  const hash = hashOfKey(given)
  const found = known.get(hash)
  const now = performance.now()
  if (found && found.until > now) return found.key
  if (known.size >= MOST_KEPT) known.clear()
  const asked: Kept = { key: findLiveApiKey(host.db, hash), until: now + KEEP_MS, good: found?.good ?? false }
  known.set(hash, asked)
  try {
    const key = await asked.key
    asked.good = key !== null
    return key
  } catch (error) {
    // A database that was away is asked again at once.
    known.delete(hash)
    throw error
  }
}
