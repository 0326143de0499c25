// Ids that can be given before a row is written, and that sort by the time they were given (UUID version 7, RFC 9562).
import { randomUUID } from 'node:crypto'

export function uuid7(at = Date.now()): string {
  const time = at.toString(16).padStart(12, '0')
  // The random part, its variant bits included, is that of a version 4.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

/** When such an id was given, in milliseconds since 1970; null for an id of another version. */
export function timeOfUuid7(id: string): number | null {
  return id[14] === '7' ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : null
}
