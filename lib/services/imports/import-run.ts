// One run of an import inside its transaction: films, then ratings, then tags, then the statistics.
import { collectGenome } from '@/lib/datasets/collect-genome'
import type { DataSet } from '@/lib/datasets/data-set'
import { MovieIdSet } from '@/lib/datasets/movie-id-set'
import { Report } from '@/lib/datasets/report'
import { fillRatings } from '@/lib/db/import-fill'
import { mergeGenome } from '@/lib/db/import-genome'
import type { MergeCounts, TitleComparison } from '@/lib/db/import-merge'
import { compareTitles, hasRows, mergeMovies, mergeProfiles, mergeRatings, mergeTags } from '@/lib/db/import-merge'
import { readMovieIds, refreshStatistics } from '@/lib/db/import-record'
import { createStaging, stageMovies, stageRatings, stageTags } from '@/lib/db/import-staging'
import type { inImportTransaction } from '@/lib/db/import-transaction'
import { AppError } from '@/lib/errors/app-error'
import type { ImportCounts, PartCounts } from './import-counts'
import { noImportCounts, sumParts } from './import-counts'
import type { ImportPhase, ImportProgress } from './import-progress'
import { fractionOf } from './import-progress'

type Client = Parameters<Parameters<typeof inImportTransaction>[1]>[0]

interface RunOptions {
  connectionString: string
  source: DataSet
  onProgress?: (progress: ImportProgress) => void
  signal?: AbortSignal
}

/** Editions correct some titles; beyond this share, and this number, they are other films. */
const MAX_DIFFERING_SHARE = 1 / 3
const MIN_DIFFERING = 3

export class ImportRun {
  private readonly report = new Report()
  private readonly counts = noImportCounts()
  private readonly users = new Set<number>()
  private readonly movieIds = new MovieIdSet()
  private readonly filled: string[] = []

  /** @param batch null for a dry run */
  constructor(
    private readonly client: Client,
    private readonly options: RunOptions,
    private readonly batch: number | null,
  ) {}

  /** `filled` names the tables that were empty before. */
  async run(): Promise<{ counts: ImportCounts; filled: string[] }> {
    const { client, counts, batch } = this
    await createStaging(client)
    await this.importMovies()
    if (batch !== null && !(await hasRows(client, 'ratings'))) await this.fillRatings(batch)
    else await stageRatings(client, this.readRatings())
    await stageTags(client, this.readTags())
    // The batch's ratings have made their profiles already where they went straight into the table.
    counts.new.profiles += await mergeProfiles(client, Int32Array.from(this.users), batch)
    counts.read.profiles = this.users.size
    counts.unchanged.profiles = counts.read.profiles - counts.new.profiles
    if (!this.filled.includes('ratings')) {
      this.tell('Storing ratings')
      this.addCounts('ratings', await mergeRatings(client, counts.read.ratings, batch))
    }
    this.tell('Storing tags')
    this.addCounts('tags', await mergeTags(client, counts.read.tags, batch))
    await this.importGenome()
    counts.changedRows = sumParts(counts.new) + sumParts(counts.changed)
    this.tell('Computing statistics')
    if (counts.changedRows > 0 && batch !== null) await refreshStatistics(client)
    return { counts: Object.assign(counts, this.report.summary()), filled: this.filled }
  }

  private async importMovies(): Promise<void> {
    const { client, counts } = this
    const { source } = this.options
    for (const id of await readMovieIds(client)) this.movieIds.add(id)
    for await (const movies of source.movies(this.report)) {
      await stageMovies(client, movies)
      for (const { id } of movies) this.movieIds.add(id)
      counts.read.movies += movies.length
      this.tell('Reading films', this.report.bytesRead / source.sizes.movies)
    }
    await this.requireMovies()
    const { duplicates, ...titles } = await compareTitles(client)
    this.requireSameFilms(titles)
    this.tell('Storing films')
    this.addCounts('movies', { ...(await mergeMovies(client, this.batch)), duplicates })
  }

  private async requireMovies(): Promise<void> {
    const { hasMovies, name } = this.options.source
    if (hasMovies && this.counts.read.movies === 0)
      throw new AppError('bad_data', `No film could be read from "${name}"; nothing was imported. Download it again.`)
    if (!hasMovies && !(await hasRows(this.client, 'movies')))
      throw new AppError(
        'bad_data',
        `"${name}" holds ratings alone, and this database has no films that they could be of. Put a file of films (movieId,title,genres) beside it, or import into a database that has them.`,
      )
  }

  private requireSameFilms({ shared, differing, examples }: TitleComparison): void {
    if (differing < MIN_DIFFERING || differing <= shared * MAX_DIFFERING_SHARE) return
    const named = examples.map(([id, present, coming]) => `${id} is "${present}" here and "${coming}" there`).join(', ')
    throw new AppError(
      'conflict',
      `"${this.options.source.name}" numbers its films differently: of ${shared} ids in both catalogues ${differing} mean another film (${named}). Nothing was imported. Import it into an empty database.`,
    )
  }

  private async fillRatings(batch: number): Promise<void> {
    const counts = await fillRatings(this.client, this.readRatings(), {
      connectionString: this.options.connectionString,
      batch,
      onCopied: () => this.tell('Storing ratings'),
    })
    this.filled.push('ratings')
    this.counts.new.profiles = counts.newProfiles
    this.addCounts('ratings', counts)
  }

  private async *readRatings() {
    let lastUser = 0
    const { source } = this.options
    const before = this.report.bytesRead
    for await (const batch of source.ratings(this.report, this.movieIds)) {
      // The ratings of one person mostly stand together, and asking the set twenty million times takes seconds.
      for (let row = 0; row < batch.length; row++)
        if (batch.userId[row] !== lastUser) this.users.add((lastUser = batch.userId[row]))
      this.counts.read.ratings += batch.length
      this.tell('Reading ratings', (this.report.bytesRead - before) / source.sizes.ratings)
      yield batch
    }
  }

  private async *readTags() {
    this.tell('Reading tags')
    for await (const tags of this.options.source.tags(this.report, this.movieIds)) {
      for (const { userId } of tags) this.users.add(userId)
      this.counts.read.tags += tags.length
      this.tell('Reading tags')
      yield tags
    }
  }

  private async importGenome(): Promise<void> {
    const { source } = this.options
    const before = this.report.bytesRead
    const tellRead = () => this.tell('Reading the tag genome', (this.report.bytesRead - before) / source.sizes.genome)
    const genome = await collectGenome(source, this.report, this.movieIds, tellRead)
    if (genome === null) return
    this.tell('Storing the tag genome')
    this.counts.read.genome = genome.movieIds.length
    const { filled, ...counts } = await mergeGenome(this.client, genome, this.batch)
    if (filled) this.filled.push('genome')
    this.addCounts('genome', counts)
  }

  private tell(phase: ImportPhase, done = 0): void {
    const fraction = fractionOf(phase, Number.isNaN(done) ? 0 : done)
    this.options.onProgress?.({ phase, fraction, nRatings: this.counts.read.ratings })
    this.options.signal?.throwIfAborted()
  }

  private addCounts(part: keyof PartCounts, counts: MergeCounts): void {
    this.counts.new[part] = counts.new
    this.counts.changed[part] = counts.changed
    this.counts.unchanged[part] = counts.unchanged
    this.counts.duplicates[part] = counts.duplicates
  }
}
