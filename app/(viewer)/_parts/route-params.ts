// What the address bar says, made safe: ids that are written the one way we write them, and single values.
import { notFound } from 'next/navigation'
import type { ZodType } from 'zod'

export type SearchParams = Record<string, string | string[] | undefined>

/** The first value of a parameter; undefined when it is absent or blank. */
export function firstOf(value: string | string[] | undefined): string | undefined {
  const first = Array.isArray(value) ? value[0] : value
  return first?.trim() ? first.trim() : undefined
}

/** An id of a path, or null: "007", "1e2" and " 7" are addresses of nothing. */
export function parseId(raw: string, schema: ZodType<number>): number | null {
  const parsed = schema.safeParse(raw)
  return parsed.success && String(parsed.data) === raw ? parsed.data : null
}

/** The id of a path. Anything that cannot be one gets the page of what is not there. */
export function requireId(raw: string, schema: ZodType<number>): number {
  return parseId(raw, schema) ?? notFound()
}
