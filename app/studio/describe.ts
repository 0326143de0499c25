// Puts stored JSON into words: metrics of a run, report of an import.
import { z } from 'zod'
import { formatCount, formatCounted, formatFigure, formatSeconds } from '../(viewer)/_parts/format'

const NOTHING = '–'
/** The table has a column of its own for these. */
const SHOWN_ELSEWHERE = new Set(['seconds'])

/** "fitSeconds" → "fit seconds", "nItems" → "items"; names that are not camel case, such as NDCG@10, stay. */
const spell = (key: string) =>
  key
    .replace(/^n([A-Z])(?=[a-z])/, (_, letter: string) => letter.toLowerCase())
    .replace(/(?<=[a-z0-9])[A-Z](?=[a-z])/g, (letter) => ` ${letter.toLowerCase()}`)

const BOUND = / (low|high)$/

/** "items 9,742 · NDCG@10 0.2513 (0.24 to 0.2626)". */
export function describeMetrics(metrics: Record<string, number>): string {
  const words = Object.entries(metrics)
    .filter(([key]) => !SHOWN_ELSEWHERE.has(key) && !BOUND.test(key))
    .map(([key, value]) => {
      const figure = Number.isInteger(value) ? formatCount(value) : formatFigure(value)
      const [low, high] = [metrics[`${key} low`], metrics[`${key} high`]]
      const interval = low === undefined || high === undefined ? '' : ` (${formatFigure(low)} to ${formatFigure(high)})`
      return `${spell(key)} ${figure}${interval}`
    })
  return words.join(' · ') || NOTHING
}

const countsSchema = z.object({ movies: z.number(), profiles: z.number(), ratings: z.number(), tags: z.number() })
const reportSchema = z.object({
  read: countsSchema,
  changedRows: z.number(),
  badRows: z.number(),
  seconds: z.number(),
})

/** Rows read, rows changed, rows left out, duration: as cells of a table; dashes for a report of another version. */
export function describeReport(report: unknown): [read: string, changed: string, bad: string, took: string] {
  const parsed = reportSchema.safeParse(report)
  if (!parsed.success) return [NOTHING, NOTHING, NOTHING, NOTHING]
  const { read, changedRows, badRows, seconds } = parsed.data
  const parts = [
    formatCounted(read.movies, 'film'),
    formatCounted(read.ratings, 'rating'),
    formatCounted(read.tags, 'tag'),
    `of ${formatCounted(read.profiles, 'user')}`,
  ]
  return [parts.join(', '), formatCount(changedRows), formatCount(badRows), formatSeconds(seconds)]
}

const enrichmentSchema = z.object({
  complete: z.boolean(),
  found: z.number(),
  updated: z.number(),
  failed: z.number(),
  missing: z.number().optional(),
})

/** State, films found, not found, failed and changed: as cells of a table; dashes for a report of another version. */
export function describeEnrichment(
  report: unknown,
): [state: string, found: string, missing: string, failed: string, updated: string] {
  const parsed = enrichmentSchema.safeParse(report)
  if (!parsed.success) return [NOTHING, NOTHING, NOTHING, NOTHING, NOTHING]
  const { complete, found, missing, failed, updated } = parsed.data
  return [
    complete ? 'complete' : 'stopped before its end',
    formatCount(found),
    missing === undefined ? NOTHING : formatCount(missing),
    formatCount(failed),
    formatCount(updated),
  ]
}
