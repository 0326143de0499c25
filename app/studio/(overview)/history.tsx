// What was trained and what was imported.
import { DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { SectionHead } from '@/components/ui/section-head'
import type { Run } from '@/lib/schemas/run'
import type { EnrichmentRunSummary, ImportSummary } from '@/lib/schemas/studio'
import { formatMoment, formatSeconds } from '@/app/(viewer)/_parts/format'
import { describeEnrichment, describeEstimate, describeReport, describeStatus } from './describe'

export function Runs({ runs }: { runs: Run[] }) {
  return (
    <section className="row" aria-labelledby="runs">
      <SectionHead id="runs" title="Training runs" why="newest first" href="/studio/models" hrefLabel="All models" />
      {runs.length === 0 ? (
        <EmptyState title="Nothing has been trained yet">
          Models are trained at start, as soon as there is a catalogue.
        </EmptyState>
      ) : (
        <DataTable
          caption="Training runs of models"
          captionHidden
          head={['Model', 'Status', 'Started', 'Fitted in', 'NDCG@10']}
          rows={runs.map((run) => [
            [run.model, ...run.aliases].join(', '),
            describeStatus(run),
            formatMoment(run.startedAt),
            run.fitSeconds === null ? '–' : formatSeconds(run.fitSeconds),
            describeEstimate(run.evaluation?.metrics['NDCG@10']),
          ])}
        />
      )}
    </section>
  )
}

export function Imports({ imports }: { imports: ImportSummary[] }) {
  return (
    <section className="row" aria-labelledby="imports">
      <SectionHead id="imports" title="Imports" why="newest first" />
      {imports.length === 0 ? (
        <EmptyState title="Nothing has been imported yet">
          Start Marquee with <code>npm start -- --data PATH</code> to import a MovieLens zip or folder.
        </EmptyState>
      ) : (
        <DataTable
          caption="Imports of data sets"
          captionHidden
          head={['Data set', 'Audience', 'Layout', 'Imported', 'Read', 'Rows changed', 'Bad rows left out', 'Took']}
          rows={imports.map((entry) => [
            entry.dataSet,
            entry.synthetic ? 'synthetic' : 'real people',
            entry.layout,
            formatMoment(entry.importedAt),
            ...describeReport(entry.report),
          ])}
        />
      )}
    </section>
  )
}

export function Enrichments({ enrichments }: { enrichments: EnrichmentRunSummary[] }) {
  return (
    <section className="row" aria-labelledby="enrichments">
      <SectionHead id="enrichments" title="Enrichments" why="newest first" />
      {enrichments.length === 0 ? (
        <EmptyState title="No film has been enriched yet">
          Overviews, posters and people come with <code>npx marquee enrich</code> and a TMDb key, or from a file with{' '}
          <code>npx marquee enrich --from FILE</code>.
        </EmptyState>
      ) : (
        <DataTable
          caption="Enrichments of the catalogue"
          captionHidden
          head={['Source', 'Layout', 'Started', 'State', 'Found', 'Not found', 'Failed', 'Films changed']}
          rows={enrichments.map((entry) => [
            entry.source,
            entry.layout,
            formatMoment(entry.startedAt),
            ...describeEnrichment(entry.report),
          ])}
        />
      )}
    </section>
  )
}
