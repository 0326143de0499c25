// What a key of the API may do, and what is shown of it.
import { z } from 'zod'

/** Each includes the ones before it. */
export const SCOPES = ['read', 'write', 'admin'] as const
export const scopeSchema = z.enum(SCOPES)
export type Scope = z.infer<typeof scopeSchema>

export const includesScope = (has: Scope, needed: Scope) => SCOPES.indexOf(has) >= SCOPES.indexOf(needed)

export interface ApiKeyInfo {
  name: string
  /** Its public name, and the beginning of the key. */
  prefix: string
  scope: Scope
  createdAt: string
  expiresAt: string | null
  revokedAt: string | null
  /** To the minute. */
  lastUsedAt: string | null
}
