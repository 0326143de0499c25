// Puts stored JSON into words: figures of a run, report of an import.
import { z } from 'zod'
import type { EstimateDto, Run } from '@/lib/schemas/run'
import { formatCount, formatCounted, formatFigure, formatSeconds } from '@/app/(viewer)/_parts/format'

const NOTHING = '–'
/** "0.2513 (0.24 to 0.2626)". */
export function describeEstimate(estimate: EstimateDto | undefined): string {
  if (!estimate) return NOTHING
  const { value, low, high } = estimate
  const interval = low === null || high === null ? '' : ` (${formatFigure(low)} to ${formatFigure(high)})`
  return `${formatFigure(value)}${interval}`
}

/** "running, 40% done", "failed: …", "finished". */
export function describeStatus({ status, progress, error }: Pick<Run, 'status' | 'progress' | 'error'>): string {
  if (status === 'running') return `running, ${Math.round(100 * progress)}% done`
  return status === 'failed' && error ? `failed: ${error}` : status
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
