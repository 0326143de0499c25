// Imports one data set into the database: all of it or nothing, and nothing twice.
import type { DataSet } from '@/lib/datasets/data-set'
import { MovieIdSet } from '@/lib/datasets/movie-id-set'
import type { ReportSummary } from '@/lib/datasets/report'
import { Report } from '@/lib/datasets/report'
import type { MergeCounts } from '@/lib/db/import-merge'
import { addCrowdProfiles, mergeMovies, mergeRatings, mergeTags } from '@/lib/db/import-merge'
import { listImportRecords, readMovieIds, recordImport, refreshStatistics } from '@/lib/db/import-record'
import { createStaging, stageMovies, stageRatings, stageTags } from '@/lib/db/import-staging'
import { inImportTransaction } from '@/lib/db/import-transaction'
import { AppError } from '@/lib/errors/app-error'

type Client = Parameters<Parameters<typeof inImportTransaction>[1]>[0]

export interface PartCounts {
  movies: number
  profiles: number
  ratings: number
  tags: number
}

export interface ImportProgress {
  phase:
    | 'Reading films'
    | 'Reading ratings'
    | 'Reading tags'
    | 'Storing films'
    | 'Storing ratings'
    | 'Storing tags'
    | 'Computing statistics'
  /** 0…1, of everything. */
  fraction: number
  /** Ratings read so far. */
  nRatings: number
}

export interface ImportDataSetResult extends ReportSummary {
  dataSet: string
  /** The same file was imported before, so nothing was done. */
  alreadyImported: boolean
  read: PartCounts
  new: PartCounts
  changed: PartCounts
  unchanged: PartCounts
  /** Rows that a later row of the same file replaced. */
  duplicates: PartCounts
  changedRows: number
  seconds: number
}

export interface ImportDataSetOptions {
  connectionString: string
  source: DataSet
  onProgress?: (progress: ImportProgress) => void
  /** Reads and compares every row although this very file was imported before. */
  force?: boolean
  /** Ends the import; nothing is kept. */
  signal?: AbortSignal
}

/** @throws AppError('conflict') when the database holds another data set, AppError('bad_data') when no film can be read. */
export async function importDataSet(options: ImportDataSetOptions): Promise<ImportDataSetResult> {
  const startedAt = performance.now()
  const { source } = options
  return inImportTransaction(options, async (client) => {
    const past = await listImportRecords(client)
    const known = past.some((record) => record.fileHash === source.fileHash)
    const other = past.find((record) => record.dataSet !== source.name)
    if (known && !options.force) return emptyResult(other?.dataSet ?? source.name)
    if (other !== undefined && !known) throw conflict(other.dataSet, source.name)
    const result = await new Import(client, options).run()
    result.seconds = (performance.now() - startedAt) / 1000
    if (result.changedRows > 0 || !known) {
      const { layout, synthetic, fileHash, name: dataSet } = source
      await recordImport(client, {
        dataSet,
        layout,
        synthetic,
        fileHash,
        report: result,
        changedRows: result.changedRows,
      })
    }
    return result
  })
}

const conflict = (present: string, wanted: string) =>
  new AppError(
    'conflict',
    `This database already holds the data set "${present}", and the ids of "${wanted}" mean other people and films. Import it into an empty database: give another one by DATABASE_URL.`,
  )

const noCounts = (): PartCounts => ({ movies: 0, profiles: 0, ratings: 0, tags: 0 })

function emptyResult(dataSet: string): ImportDataSetResult {
  const counts = {
    read: noCounts(),
    new: noCounts(),
    changed: noCounts(),
    unchanged: noCounts(),
    duplicates: noCounts(),
  }
  return { dataSet, alreadyImported: true, ...counts, changedRows: 0, seconds: 0, ...new Report().summary() }
}

/** How the time of an import falls on reading and on storing, roughly; the bar should not stand still. */
const SHARE_OF_READING = 0.4
const STORING_STARTS = {
  'Storing films': 0.4,
  'Storing ratings': 0.45,
  'Storing tags': 0.85,
  'Computing statistics': 0.9,
}

class Import {
  private readonly report = new Report()
  private readonly result = { ...emptyResult(''), alreadyImported: false }
  private readonly totalBytes: number
  private readonly users = new Set<number>()
  private readonly movieIds = new MovieIdSet()

  constructor(
    private readonly client: Client,
    private readonly options: ImportDataSetOptions,
  ) {
    const { movies, ratings, tags } = options.source.sizes
    this.totalBytes = Math.max(1, movies + ratings + tags)
    this.result.dataSet = options.source.name
  }

  async run(): Promise<ImportDataSetResult> {
    const { client, result } = this
    for (const id of await readMovieIds(client)) this.movieIds.add(id)
    await createStaging(client)
    await this.stageAllMovies()
    await stageRatings(client, this.readRatings())
    await stageTags(client, this.readTags())
    this.storing('Storing films')
    this.addCounts('movies', await mergeMovies(client))
    result.new.profiles = await addCrowdProfiles(client, Int32Array.from(this.users))
    result.read.profiles = this.users.size
    result.unchanged.profiles = this.users.size - result.new.profiles
    this.storing('Storing ratings')
    this.addCounts('ratings', await mergeRatings(client, result.read.ratings))
    this.storing('Storing tags')
    this.addCounts('tags', await mergeTags(client, result.read.tags))
    result.changedRows = sum(result.new) + sum(result.changed)
    this.storing('Computing statistics')
    if (result.changedRows > 0) await refreshStatistics(client)
    return Object.assign(result, this.report.summary())
  }

  private async stageAllMovies(): Promise<void> {
    for await (const movies of this.options.source.movies(this.report)) {
      await stageMovies(this.client, movies)
      for (const { id } of movies) this.movieIds.add(id)
      this.result.read.movies += movies.length
      this.reading('Reading films')
    }
    if (this.result.read.movies === 0)
      throw new AppError(
        'bad_data',
        `No film could be read from "${this.options.source.name}"; nothing was imported. Download it again.`,
      )
  }

  private async *readRatings() {
    let lastUser = 0
    for await (const batch of this.options.source.ratings(this.report, this.movieIds)) {
      // The ratings of one person mostly stand together, and asking the set twenty million times takes seconds.
      for (let row = 0; row < batch.length; row++)
        if (batch.userId[row] !== lastUser) this.users.add((lastUser = batch.userId[row]))
      this.result.read.ratings += batch.length
      this.reading('Reading ratings')
      yield batch
    }
  }

  private async *readTags() {
    for await (const tags of this.options.source.tags(this.report, this.movieIds)) {
      for (const { userId } of tags) this.users.add(userId)
      this.result.read.tags += tags.length
      this.reading('Reading tags')
      yield tags
    }
  }

  private reading(phase: ImportProgress['phase']): void {
    this.tell(phase, SHARE_OF_READING * Math.min(1, this.report.bytesRead / this.totalBytes))
  }

  private storing(phase: keyof typeof STORING_STARTS): void {
    this.tell(phase, STORING_STARTS[phase])
  }

  private tell(phase: ImportProgress['phase'], fraction: number): void {
    this.options.onProgress?.({ phase, fraction, nRatings: this.result.read.ratings })
    this.options.signal?.throwIfAborted()
  }

  private addCounts(part: keyof PartCounts, counts: MergeCounts): void {
    this.result.new[part] = counts.new
    this.result.changed[part] = counts.changed
    this.result.unchanged[part] = counts.unchanged
    this.result.duplicates[part] = counts.duplicates
  }
}

const sum = ({ movies, profiles, ratings, tags }: PartCounts) => movies + profiles + ratings + tags
