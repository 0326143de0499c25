// Opens a MovieLens data set of any size and layout, or a plain file of ratings, recognised by what is in the files.
import path from 'node:path'
import { AppError, isAppError } from '@/lib/errors/app-error'
import type { DataSet, Layout } from '../data-set'
import type { FileSet } from '../files/file-set'
import { openNeighbours } from '../files/folder-files'
import { explainFileError, openFileSet } from '../files/open-file-set'
import type { MovieIdSet } from '../movie-id-set'
import { readParquetRatings } from '../parquet/parquet-ratings'
import type { Report } from '../report'
import type { Part, Parts } from './parts'
import { recogniseAll, requireParts } from './parts'
import { readGenomeScores, readGenomeTags } from './read-genome'
import { readMovies } from './read-movies'
import { readRatings } from './read-ratings'
import { readTags } from './read-tags'

/**
 * Opens the official zip, its folder, or one file of ratings, packed or not.
 * @throws AppError('not_found' | 'bad_data') with what was expected and what to do.
 */
export async function openDataSet(source: string): Promise<DataSet> {
  const fileSet = await openFileSet(source)
  try {
    const own = requireParts(source, await recogniseAll(fileSet.files))
    const beside = fileSet.single ? await findMoviesBeside(source) : []
    const parts = beside.reduce((all, part) => ({ [part.role]: part, ...all }), own)
    const hash = await hashOf(fileSet, source, parts)
    return describe(source, parts, hash, () => fileSet.close())
  } catch (error) {
    await fileSet.close()
    throw isAppError(error) ? error : explainFileError(source, error)
  }
}

function describe(source: string, parts: Parts, fileHash: string, close: () => Promise<void>): DataSet {
  const { movies, links, ratings, tags, 'genome-scores': scores, 'genome-tags': genomeTags } = parts
  // Scores without the names of their tags say nothing, and names without scores no more.
  const genome = scores && genomeTags ? { scores, tags: genomeTags } : undefined
  const lonely = genome ? [] : [scores, genomeTags].filter((part) => part !== undefined)
  return {
    name: nameOf(source),
    layout: layoutOf(parts),
    synthetic: false,
    fileHash,
    hasMovies: movies !== undefined,
    extras: lonely.map(({ role, file }) => `${role} (${file.name})`),
    sizes: {
      movies: (movies?.file.size ?? 0) + (links?.file.size ?? 0),
      ratings: ratings.file.size,
      tags: tags?.file.size ?? 0,
      genome: genome ? genome.scores.file.size + genome.tags.file.size : 0,
    },
    movies: (report) => (movies ? readMovies(movies, links, report) : none()),
    ratings: (report, knownMovies) => readRatingsOf(ratings, report, knownMovies),
    tags: (report, knownMovies) => (tags ? readTags(tags.file, tags, report, knownMovies) : none()),
    genomeScores: (report, known) => (genome ? readGenomeScores(genome.scores, report, known) : none()),
    genomeTags: (report) => (genome ? readGenomeTags(genome.tags, report) : none()),
    close,
  }
}

function readRatingsOf({ file, parquet, ...format }: Part, report: Report, knownMovies?: MovieIdSet) {
  if (parquet === undefined) return readRatings(file, format, report, knownMovies)
  return readParquetRatings({ ...file, path: parquet.path }, parquet.columns, report, knownMovies)
}

async function* none(): AsyncGenerator<never> {}

/** A file of ratings alone may have its films in the same folder; where it is not clear which, it has none. */
async function findMoviesBeside(source: string): Promise<Part[]> {
  const found = await recogniseAll(await openNeighbours(source)).catch((error: unknown) => {
    // What lies beside it was not asked for, and need not be readable.
    if (isAppError(error)) return []
    throw error
  })
  const movies = found.filter(({ role }) => role === 'movies')
  const links = found.filter(({ role }) => role === 'links')
  if (movies.length !== 1) return []
  return links.length === 1 ? [movies[0], links[0]] : movies
}

async function hashOf(fileSet: FileSet, source: string, parts: Parts): Promise<string> {
  if (!fileSet.single || parts.movies === undefined)
    return fileSet.hash(Object.values(parts).map((part) => part.file.name))
  const folder = await openFileSet(path.dirname(path.resolve(source)))
  return folder.hash(Object.values(parts).map((part) => part.file.name))
}

function layoutOf({ movies, ratings }: Parts): Layout {
  if (movies?.separator === '|') return 'movielens-100k'
  if (ratings.separator === '::') return 'movielens-dat'
  if (ratings.parquet) return 'interactions'
  const asPublished = movies !== undefined && ratings.separator === ',' && ratings.header && ratings.nColumns === 4
  return asPublished ? 'movielens-csv' : 'interactions'
}

/** "…/ML Latest-small.zip" is called "ml-latest-small". */
export function nameOf(source: string): string {
  const base = path.basename(path.resolve(source)).replace(/(\.(zip|gz|csv|tsv|txt|dat|data|parquet|pq))+$/i, '')
  const slug = base
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
  return slug === '' ? 'movielens' : slug
}

/** @throws AppError('invalid') for a name that the person chose and that cannot be one. */
export function requireName(given: string): string {
  const name = nameOf(given)
  if (!/[a-z0-9]/i.test(given) || given.includes('/') || given.length > 80)
    throw new AppError(
      'invalid',
      `"${given.slice(0, 80)}" cannot be the name of a data set. Expected letters and digits, e.g. ml-20m.`,
    )
  return name
}
