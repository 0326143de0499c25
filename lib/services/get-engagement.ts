// What the operator sees: counts by method and verdict, over time, and what was trained and imported.
import { listDataImports, listEnrichments } from '@/lib/db/catalogue'
import {
  countActivityPerDay,
  countFeedbackByMethod,
  countRecommendationsByMethod,
  countTotals,
} from '@/lib/db/engagement'
import { listLatestRuns } from '@/lib/db/model-runs'
import type { EngagementSummary, EnrichmentRunSummary, ImportSummary, RunSummary } from '@/lib/schemas/studio'
import type { Host } from './host'

const DAYS = 30
const LATEST = 50

export async function getEngagement(host: Host): Promise<EngagementSummary> {
  const [totals, recommendationsByMethod, feedbackByMethod, perDay] = await Promise.all([
    countTotals(host.db),
    countRecommendationsByMethod(host.db),
    countFeedbackByMethod(host.db),
    countActivityPerDay(host.db, DAYS),
  ])
  return { totals, recommendationsByMethod, feedbackByMethod, perDay }
}

export async function listRuns(host: Host): Promise<RunSummary[]> {
  const runs = await listLatestRuns(host.db, LATEST)
  return runs.map((run) => ({
    id: run.id,
    model: run.model,
    status: run.status,
    startedAt: run.startedAt.toISOString(),
    seconds: run.finishedAt ? (run.finishedAt.getTime() - run.startedAt.getTime()) / 1000 : null,
    snapshotFingerprint: run.snapshotFingerprint,
    progress: run.progress,
    error: run.error,
    metrics: numbersOf(run.metrics),
  }))
}

function numbersOf(value: unknown): Record<string, number> {
  const entries = Object.entries(value ?? {}).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
  return Object.fromEntries(entries)
}

export async function listImports(host: Host): Promise<ImportSummary[]> {
  const imports = await listDataImports(host.db, LATEST)
  return imports.map(({ dataSet, layout, synthetic, importedAt, report }) => ({
    dataSet,
    layout,
    synthetic,
    importedAt: importedAt.toISOString(),
    report,
  }))
}

export async function listEnrichmentRuns(host: Host): Promise<EnrichmentRunSummary[]> {
  const enrichments = await listEnrichments(host.db, LATEST)
  return enrichments.map(({ dataSet, layout, importedAt, changedRows, report }) => ({
    source: dataSet,
    layout,
    startedAt: importedAt.toISOString(),
    textsChanged: changedRows,
    report,
  }))
}
