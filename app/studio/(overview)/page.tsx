// The operator's page: what is here, what was asked, shown and judged, and what was trained and imported.
import type { Metadata } from 'next'
import { PageHead } from '@/components/layout/page-head'
import { StatTiles } from '@/components/ui/stat-tile'
import type { EngagementSummary, ImportSummary } from '@/lib/schemas/studio'
import { getEngagement, listEnrichmentRuns, listImports } from '@/lib/services/studio/get-engagement'
import { listRuns } from '@/lib/services/runs/list-runs'
import { requireViewer } from '@/app/viewer'
import { whenReady } from '@/app/(viewer)/_parts/when-ready'
import { Activity } from './activity'
import { Enrichments, Imports, Runs } from './history'

export const metadata: Metadata = {
  title: 'Studio',
  description: 'Counts of ratings, recommendations and feedback by method and verdict, training runs and imports.',
  robots: { index: false },
}

const LATEST_RUNS = 12

export default function StudioPage() {
  return whenReady(async () => {
    const { host } = await requireViewer()
    const [engagement, runs, imports, enrichments] = await Promise.all([
      getEngagement(host),
      listRuns(host.db, { limit: LATEST_RUNS }),
      listImports(host),
      listEnrichmentRuns(host),
    ])
    return (
      <>
        <PageHead title="Studio" lead="What this installation holds, what it answered, and what people made of it." />
        <StatTiles items={tilesOf(engagement.totals, imports)} />
        <Activity engagement={engagement} />
        <Runs runs={runs} />
        <Imports imports={imports} />
        <Enrichments enrichments={enrichments} />
      </>
    )
  })
}

function tilesOf(totals: EngagementSummary['totals'], imports: ImportSummary[]) {
  const crowd = imports[0]?.synthetic ? 'synthetic, made by a seeded generator' : 'imported with the data set'
  return [
    { label: 'Films', value: totals.movies },
    { label: 'Users of the crowd', value: totals.crowdProfiles, hint: crowd },
    { label: 'Ratings of the crowd', value: totals.crowdRatings, hint: crowd },
    { label: 'People', value: totals.persons, hint: 'who rate or judge here' },
    { label: 'Ratings by people', value: totals.personRatings },
    { label: 'Recommendations', value: totals.recommendations, hint: 'answered requests' },
    { label: 'Feedback', value: totals.feedback, hint: 'verdicts on single films' },
  ]
}
