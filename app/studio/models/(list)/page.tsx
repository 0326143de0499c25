// Which models there are, who serves the pages, and how good each training is.
import type { Metadata } from 'next'
import { PageHead } from '@/components/layout/page-head'
import { LiveRefresh } from '@/components/studio/live-refresh'
import { RollbackButton } from '@/components/studio/rollback-button'
import { RunList } from '@/components/studio/run-list'
import { isOpen } from '@/components/studio/run-words'
import { TrainForm } from '@/components/studio/train-form'
import { EmptyState } from '@/components/ui/empty-state'
import { SectionHead } from '@/components/ui/section-head'
import { listRunsWithAliases } from '@/lib/services/runs/list-runs'
import { listTrainable } from '@/lib/services/runs/list-trainable'
import { findPreviousChampion } from '@/lib/services/runs/promote-run'
import type { Run } from '@/lib/schemas/run'
import { requireViewer } from '@/app/viewer'
import { whenReady } from '@/app/(viewer)/_parts/when-ready'
import { ServingCard } from './serving-card'

export const metadata: Metadata = {
  title: 'Models',
  description: 'Trainings with their figures and intervals, compared in pairs, promoted through a gate.',
  robots: { index: false },
}

const SHOWN = 60

export default function ModelsPage() {
  return whenReady(async () => {
    const { host } = await requireViewer()
    const [runs, previous] = await Promise.all([listRunsWithAliases(host.db, SHOWN), findPreviousChampion(host.db)])
    return (
      <>
        <PageHead title="Models" lead="Who serves the pages, what could follow, and how sure that is." />
        <LiveRefresh active={runs.some(isWaiting)} />
        <section className="grid gap-3 md:grid-cols-2" aria-label="Serving">
          <ServingCard
            alias="champion"
            run={runs.find(({ aliases }) => aliases.includes('champion'))}
            serving={host.engine?.champion ?? null}
          >
            {previous && <RollbackButton model={previous.model} />}
          </ServingCard>
          <ServingCard alias="challenger" run={runs.find(({ aliases }) => aliases.includes('challenger'))} />
        </section>
        <section className="row" aria-labelledby="runs">
          <SectionHead id="runs" title="Trainings" why="NDCG@10 with its 95 % interval, all on one scale" />
          {runs.length === 0 ? (
            <EmptyState title="Nothing has been trained yet">
              Models are trained at start, as soon as there is a catalogue.
            </EmptyState>
          ) : (
            <RunList runs={runs} />
          )}
        </section>
        <section className="row" aria-labelledby="train">
          <SectionHead
            id="train"
            title="Train a model"
            why="beside what serves; nothing changes until you promote it"
          />
          <TrainForm models={listTrainable({ hasGenome: host.engine?.hasGenome ?? false })} />
        </section>
      </>
    )
  })
}

/** The worker has it, or will take it up by itself. */
const isWaiting = (run: Run) =>
  isOpen(run) || (run.status === 'finished' && run.current && run.evaluation === null && run.fitSeconds !== null)
