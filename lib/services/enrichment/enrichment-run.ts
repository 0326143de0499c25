// One enrichment under way: batches go in, counts and one record come out, and the other processes are told at the end.
import type { AppliedBatch, EnrichmentRule } from '@/lib/db/enrichment'
import { applyEnrichment, openEnrichment } from '@/lib/db/enrichment'
import type { StagedEnrichment } from '@/lib/db/enrichment-columns'
import type { EnrichmentRecord } from '@/lib/db/enrichment-record'
import { countMovies, EnrichmentLog } from '@/lib/db/enrichment-record'
import { AppError, isAppError } from '@/lib/errors/app-error'

export type EnrichmentClient = Awaited<ReturnType<typeof openEnrichment>>['client']

export interface EnrichmentCounts {
  /** Films that something was said about. */
  found: number
  /** Films of the catalogue that nothing was said about; while it runs, those asked for in vain. */
  missing: number
  /** Rows that could not be read, or films whose answer did not come. */
  failed: number
  /** Films that changed. */
  updated: number
}

export interface EnrichmentProgress extends EnrichmentCounts {
  /** 0…1 */
  fraction: number
  /** Null before it can be guessed. */
  secondsLeft: number | null
}

export class EnrichmentRun {
  readonly counts: EnrichmentCounts = { found: 0, missing: 0, failed: 0, updated: 0 }
  textsChanged = 0
  readonly startedAt = performance.now()
  readonly foundIds = new Set<number>()
  private readonly log: EnrichmentLog

  constructor(
    readonly client: EnrichmentClient,
    private readonly rule: EnrichmentRule,
    record: EnrichmentRecord,
    private readonly options: { onProgress?: (progress: EnrichmentProgress) => void; signal?: AbortSignal },
  ) {
    this.log = new EnrichmentLog(client, record)
  }

  async apply(rows: readonly StagedEnrichment[]): Promise<AppliedBatch> {
    const applied = await applyEnrichment(this.client, rows, this.rule, async ({ updated, textsChanged }) => {
      const counts = { ...this.counts, updated: this.counts.updated + updated }
      if (updated > 0) await this.log.add(textsChanged, { ...counts, complete: false })
    })
    this.counts.updated += applied.updated
    this.textsChanged += applied.textsChanged
    return applied
  }

  tell(fraction: number): void {
    const seconds = (performance.now() - this.startedAt) / 1000
    const secondsLeft = fraction > 0 ? Math.round((seconds * (1 - fraction)) / fraction) : null
    this.options.onProgress?.({ ...this.counts, fraction, secondsLeft })
  }

  throwIfStopped(): void {
    if (this.options.signal?.aborted)
      throw new AppError(
        'unavailable',
        `The enrichment was stopped; ${this.counts.updated} films were enriched and stay so. Run it again to go on.`,
      )
  }

  /** Does the work and, whether it ends well or early, tells the others about what it changed. */
  async complete(work: () => Promise<void>): Promise<void> {
    try {
      await work()
      await this.log.add(0, { ...this.counts, complete: true })
    } finally {
      // Where the connection is lost, the next start finds the changed fingerprint without being told.
      await this.log.announce(this.counts.updated).catch(() => undefined)
    }
  }
}

/** @throws AppError('not_ready') without a catalogue. */
export async function withEnrichment<T>(
  connectionString: string,
  work: (client: EnrichmentClient, nMovies: number) => Promise<T>,
): Promise<T> {
  const { client, close } = await openEnrichment(connectionString)
  try {
    const nMovies = await countMovies(client)
    if (nMovies === 0)
      throw new AppError('not_ready', 'There is no catalogue to enrich yet. Import a data set first (npm start does).')
    return await work(client, nMovies)
  } catch (error) {
    throw isAppError(error) ? error : explain(error)
  } finally {
    await close()
  }
}

function explain(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === '57P01' || code === 'ECONNRESET')
    return new AppError(
      'unavailable',
      'The database went away during the enrichment; what was applied stays. Run it again to go on.',
      { cause: error },
    )
  return error
}
