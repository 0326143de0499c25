// What the operator sees: counts by method and verdict, over time, and what was trained and imported.
import { listDataImports, listEnrichments } from '@/lib/db/catalogue'
import {
  countActivityPerDay,
  countFeedbackByMethod,
  countRecommendationsByMethod,
  countTotals,
} from '@/lib/db/engagement'
import type { EngagementSummary, EnrichmentRunSummary, ImportSummary } from '@/lib/schemas/studio'
import type { Host } from '../host/host'

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
