// Adds what a data set does not say of its films: out of a file that people have, or from TMDb.
import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import type { Config } from '@/lib/config/env'
import type { EnrichmentSource } from '@/lib/datasets/enrichment/open-enrichment'
import { openEnrichmentSource } from '@/lib/datasets/enrichment/open-enrichment'
import type { ReportSummary } from '@/lib/datasets/report'
import { Report } from '@/lib/datasets/report'
import type { StagedEnrichment } from '@/lib/db/enrichment-columns'
import type { FilmToAsk } from '@/lib/db/enrichment-record'
import { listFilmsToAsk, wasApplied } from '@/lib/db/enrichment-record'
import { AppError, isAppError } from '@/lib/errors/app-error'
import type { TmdbClient, TmdbTuning } from '@/lib/tmdb/client'
import { createTmdbClient } from '@/lib/tmdb/client'
import { lookUpFilm } from '@/lib/tmdb/look-up-film'
import type { EnrichmentCounts, EnrichmentProgress } from './enrichment-run'
import { EnrichmentRun, withEnrichment } from './enrichment-run'

/** TMDb's terms allow to keep an answer for six months. */
export const CACHE_DAYS = 180
const ROWS_PER_BATCH = 1000
const FILMS_PER_BATCH = 200
/** So many failures in a row are no accident of single films. */
const MAX_FAILURES_IN_A_ROW = 20

interface EnrichOptions {
  connectionString: string
  onProgress?: (progress: EnrichmentProgress) => void
  /** Replaces what an earlier enrichment filled, however young; never what the data set said. */
  force?: boolean
  cacheDays?: number
  /** Ends the work after the batch under way; what was applied stays. */
  signal?: AbortSignal
}

export interface EnrichFromFileOptions extends EnrichOptions {
  path: string
}

export interface EnrichFromTmdbOptions extends EnrichOptions {
  config: Pick<Config, 'tmdbApiKey' | 'tmdbApiUrl'>
  tuning?: Partial<TmdbTuning>
}

export interface EnrichmentResult extends EnrichmentCounts {
  source: string
  /** The same file was applied before, so nothing was done. */
  alreadyApplied: boolean
  /** Films whose texts changed: when there are any, the models are trained again. */
  textsChanged: number
  seconds: number
}

export type FileEnrichmentResult = EnrichmentResult & ReportSummary

/** @throws AppError('not_found' | 'bad_data') for a file that is none, AppError('not_ready') without a catalogue. */
export async function enrichFromFile(options: EnrichFromFileOptions): Promise<FileEnrichmentResult> {
  const source = await openEnrichmentSource(options.path)
  try {
    return await withEnrichment(options.connectionString, async (client, nMovies) => {
      const report = new Report()
      const record = { name: source.name, layout: source.layout, fileHash: source.fileHash }
      const run = new EnrichmentRun(client, ruleOf(source.layout, options), record, options)
      const skip = !options.force && (await wasApplied(client, source.fileHash))
      if (!skip) await run.complete(() => applyFile(run, source, report))
      if (!skip) run.counts.missing = nMovies - run.counts.found
      return { ...resultOf(run, source.name, skip), ...report.summary() }
    })
  } finally {
    await source.close()
  }
}

async function applyFile(run: EnrichmentRun, source: EnrichmentSource, report: Report): Promise<void> {
  let batch: StagedEnrichment[] = []
  const flush = async () => {
    run.throwIfStopped()
    if (batch.length > 0) for (const id of (await run.apply(batch)).movieIds) run.foundIds.add(id)
    run.counts.found = run.foundIds.size
    run.counts.failed = report.badRows
    batch = []
    run.tell(Math.min(1, report.bytesRead / source.size))
  }
  for await (const rows of source.rows(report)) {
    run.throwIfStopped()
    for (const row of rows) {
      batch.push(row)
      if (batch.length === ROWS_PER_BATCH) await flush()
    }
  }
  await flush()
}

/**
 * Asks TMDb about every film it was not asked about within the cache term, the most rated first.
 * @throws AppError('bad_configuration') without a key or with a refused one, AppError('unavailable') when TMDb does not answer.
 */
export async function enrichFromTmdb(options: EnrichFromTmdbOptions): Promise<EnrichmentResult> {
  const tmdb = createTmdbClient(options.config, options.tuning)
  return withEnrichment(options.connectionString, async (client) => {
    const rule = ruleOf('tmdb', options)
    const films = await listFilmsToAsk(client, rule)
    const run = new EnrichmentRun(client, rule, { name: 'tmdb', layout: 'tmdb-api', fileHash: randomUUID() }, options)
    if (films.length > 0) await run.complete(() => askAll(run, tmdb, films, options.signal))
    return resultOf(run, 'tmdb', false)
  })
}

async function askAll(run: EnrichmentRun, tmdb: TmdbClient, films: FilmToAsk[], signal?: AbortSignal): Promise<void> {
  const stopping = new AbortController()
  const either = signal ? AbortSignal.any([signal, stopping.signal]) : stopping.signal
  // Every film of a batch listens to it.
  setMaxListeners(0, either)
  let asked = 0
  let failuresInARow = 0
  const ask = async (film: FilmToAsk): Promise<StagedEnrichment | null> => {
    try {
      const row = await lookUpFilm(tmdb, film, either)
      failuresInARow = 0
      if (row) run.counts.found += 1
      else run.counts.missing += 1
      // Nothing found is remembered too, so that it is not asked for again before its time.
      return { ...(row ?? NOTHING), movieId: film.id }
    } catch (error) {
      failuresInARow += 1
      if (!isUnanswered(error) || either.aborted || failuresInARow >= MAX_FAILURES_IN_A_ROW) throw error
      run.counts.failed += 1
      return null
    } finally {
      asked += 1
      run.tell(asked / films.length)
    }
  }
  for (let at = 0; at < films.length; at += FILMS_PER_BATCH) {
    run.throwIfStopped()
    const answers = films.slice(at, at + FILMS_PER_BATCH).map((film) =>
      ask(film).catch((error: unknown) => {
        stopping.abort(error)
        throw error
      }),
    )
    // What came before a failure is kept.
    const settled = await Promise.allSettled(answers)
    const rows = settled.flatMap((answer) => (answer.status === 'fulfilled' && answer.value ? [answer.value] : []))
    if (rows.length > 0) await run.apply(rows)
    run.throwIfStopped()
    if (stopping.signal.aborted) throw stopping.signal.reason
  }
}

const isUnanswered = (error: unknown) => isAppError(error) && error.code === 'unavailable'

const NOTHING: StagedEnrichment = {
  ...{ tmdbId: null, imdbId: null, title: null, overview: null, tagline: null, posterPath: null, backdropPath: null },
  ...{ runtime: null, releaseDate: null, originalLanguage: null, popularity: null, voteAverage: null, voteCount: null },
  ...{ keywords: null, directors: null, cast: null, countries: null, collection: null, alternativeTitles: null },
}

function ruleOf(source: string, { cacheDays = CACHE_DAYS, force = false }: EnrichOptions) {
  if (!(cacheDays >= 0)) throw new AppError('invalid', `A cache term of ${cacheDays} days is none. Expected 0 or more.`)
  return { source, cacheDays, force }
}

function resultOf(run: EnrichmentRun, source: string, alreadyApplied: boolean): EnrichmentResult {
  const seconds = (performance.now() - run.startedAt) / 1000
  return { source, alreadyApplied, ...run.counts, textsChanged: run.textsChanged, seconds }
}
