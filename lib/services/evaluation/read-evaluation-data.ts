// A data file as evaluation needs it, with no database: ratings with their times, the catalogue and its texts.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { collectGenome } from '@/lib/datasets/collect-genome'
import type { DataSet, MovieRow } from '@/lib/datasets/data-set'
import { openDemoDataSet } from '@/lib/datasets/demo/open-demo'
import { MovieIdSet } from '@/lib/datasets/movie-id-set'
import { openDataSet } from '@/lib/datasets/movielens/open-movielens'
import { readPublishedSplit, type SplitFiles } from '@/lib/datasets/published-split/read-published-split'
import { Report } from '@/lib/datasets/report'
import { AppError } from '@/lib/errors/app-error'
import { indexGenome } from '@/lib/recsys/data/tag-genome'
import type { RatingTable } from '@/lib/recsys/data/splits/rating-table'
import { planPublished, type Plan } from '@/lib/recsys/evaluation/protocols'
import type { ItemText, TagGenome } from '@/lib/recsys/models/contract'
import { enrichForEvaluation } from './enrich-for-evaluation'

const DEMO = 'demo'
const DEMO_FOLDER = path.join('prisma', 'demo', 'films')

export interface Catalogue {
  /** Ascending. */
  itemIds: Int32Array
  /** In the order of `itemIds`. */
  texts: ItemText[]
  genome?: TagGenome
}

export interface EvaluationData extends Catalogue {
  name: string
  /** sha256 of the files that were read. */
  fingerprint: string
  ratings: RatingTable
  /** Rows of the files that could not be used. */
  badRows: number
  synthetic: boolean
}

/**
 * Reads a MovieLens zip or folder, or the bundled demo catalogue by its name, "demo".
 * @param enrich a dump of film metadata that completes the films.
 * @throws AppError('not_found' | 'bad_data')
 */
export async function readEvaluationData(source: string, enrich?: string): Promise<EvaluationData> {
  const useDemo = source === DEMO && !existsSync(source) && existsSync(DEMO_FOLDER)
  const dataSet = useDemo ? await openDemoDataSet(DEMO_FOLDER) : await openDataSet(source)
  try {
    const report = new Report()
    const movies = await readMovies(dataSet, report)
    const added = enrich === undefined ? null : await enrichForEvaluation(movies, enrich)
    const known = new MovieIdSet(movies.keys())
    const tags = await readTags(dataSet, report, known)
    const itemIds = Int32Array.from(movies.keys()).sort()
    return {
      name: added ? `${dataSet.name} with ${added.name}` : dataSet.name,
      fingerprint: added ? hashOf(dataSet.fileHash, added.fileHash) : dataSet.fileHash,
      synthetic: dataSet.synthetic,
      itemIds,
      texts: Array.from(itemIds, (id) => toText(movies.get(id), tags.get(id))),
      ratings: await readRatings(dataSet, report, known),
      genome: await readGenome(dataSet, report, known, itemIds),
      badRows: report.badRows,
    }
  } finally {
    await dataSet.close()
  }
}

const hashOf = (...hashes: string[]) => createHash('sha256').update(hashes.join(' ')).digest('hex')

async function readMovies(dataSet: DataSet, report: Report): Promise<Map<number, MovieRow>> {
  const movies = new Map<number, MovieRow>()
  for await (const rows of dataSet.movies(report)) for (const row of rows) movies.set(row.id, row)
  return movies
}

async function readTags(dataSet: DataSet, report: Report, known: MovieIdSet): Promise<Map<number, string[]>> {
  const tags = new Map<number, string[]>()
  for await (const rows of dataSet.tags(report, known))
    for (const { movieId, tag } of rows) tags.set(movieId, [...(tags.get(movieId) ?? []), tag.toLowerCase()])
  for (const own of tags.values()) own.sort()
  return tags
}

async function readRatings(dataSet: DataSet, report: Report, known: MovieIdSet): Promise<RatingTable> {
  const batches = []
  let length = 0
  for await (const batch of dataSet.ratings(report, known)) {
    batches.push(batch)
    length += batch.length
  }
  if (length === 0) throw new AppError('bad_data', `${dataSet.name} holds no usable rating.`)
  const table = {
    userId: new Int32Array(length),
    movieId: new Int32Array(length),
    halfStars: new Uint8Array(length),
    ratedAt: new Int32Array(length),
  }
  let at = 0
  for (const batch of batches) {
    table.userId.set(batch.userId.subarray(0, batch.length), at)
    table.movieId.set(batch.movieId.subarray(0, batch.length), at)
    table.halfStars.set(batch.halfStars.subarray(0, batch.length), at)
    table.ratedAt.set(batch.ratedAt.subarray(0, batch.length), at)
    at += batch.length
  }
  return table
}

async function readGenome(dataSet: DataSet, report: Report, known: MovieIdSet, itemIds: Int32Array) {
  const table = await collectGenome(dataSet, report, known)
  if (table === null) return undefined
  const tags = table.tags.map(({ tag }) => tag)
  const relevance = new Float32Array(table.rows.length * tags.length)
  table.rows.forEach((row, at) => relevance.set(row, at * tags.length))
  return indexGenome({ tags, movieIds: table.movieIds, relevance }, itemIds)
}

function toText(movie: MovieRow | undefined, tags: string[] = []): ItemText {
  return {
    title: movie?.title ?? '',
    overview: movie?.overview ?? '',
    genres: movie?.genres ?? [],
    keywords: movie?.keywords ?? [],
    tags,
    directors: movie?.directors ?? [],
    cast: movie?.cast ?? [],
    year: movie?.year ?? null,
  }
}

export interface PublishedData extends Catalogue {
  fingerprint: string
  plan: Plan
  /** The files' own ids, by the numbers used here. */
  users: string[]
  items: string[]
}

/** A published split; with a data set beside it, items whose ids are its movie ids get their texts from it. */
export async function readPublishedData(files: SplitFiles, texts?: Catalogue): Promise<PublishedData> {
  const split = await readPublishedSplit(files)
  const byId = new Map(texts?.texts.map((text, i) => [String(texts.itemIds[i]), text]))
  return {
    fingerprint: split.fileHash,
    plan: planPublished(split),
    users: split.users,
    items: split.items,
    itemIds: Int32Array.from(split.items.keys()),
    texts: split.items.map((label) => byId.get(label) ?? toText(undefined)),
    genome: genomeOf(split.items, texts),
  }
}

/** The genome of a data set's films under the numbers that a published split has for them. */
function genomeOf(labels: readonly string[], catalogue?: Catalogue): TagGenome | undefined {
  if (!catalogue?.genome) return undefined
  const { tags, items, relevance } = catalogue.genome
  const rowOf = new Map(Array.from(items, (item, row) => [String(catalogue.itemIds[item]), row]))
  const known = labels.flatMap((label, item) => (rowOf.has(label) ? [{ item, row: rowOf.get(label) ?? 0 }] : []))
  if (known.length === 0) return undefined
  const vectors = new Float32Array(known.length * tags.length)
  known.forEach(({ row }, at) =>
    vectors.set(relevance.subarray(row * tags.length, (row + 1) * tags.length), at * tags.length),
  )
  return { tags, items: Int32Array.from(known, ({ item }) => item), relevance: vectors }
}
