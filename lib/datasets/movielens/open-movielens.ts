// Opens a MovieLens data set of any size and layout, recognised by what is in its files.
import path from 'node:path'
import { AppError, isAppError } from '@/lib/errors/app-error'
import type { DataSet } from '../data-set'
import type { FileSet, SourceFile } from '../files/file-set'
import { readHead } from '../files/file-set'
import { explainFileError, openFileSet } from '../files/open-file-set'
import type { Role } from './layout'
import type { Separator } from './split-fields'
import { recogniseFile } from './layout'
import { readMovies } from './read-movies'
import { readRatings } from './read-ratings'
import { readTags } from './read-tags'

interface Parts {
  separator: Separator
  files: Partial<Record<Role, SourceFile>> & Record<'movies' | 'ratings', SourceFile>
}

const EXPECTED =
  'Expected movies.csv (movieId,title,genres) and ratings.csv (userId,movieId,rating,timestamp), or the movies.dat and ratings.dat of MovieLens 1M.'

/**
 * Opens the official zip or its folder.
 * @throws AppError('not_found' | 'bad_data') with what was expected and what to do.
 */
export async function openDataSet(source: string): Promise<DataSet> {
  const fileSet = await openFileSet(source)
  try {
    const { files, separator } = requireParts(source, await recogniseAll(fileSet))
    const hash = await fileSet.hash(Object.values(files).map((file) => file.name))
    return {
      name: nameOf(source),
      layout: separator === ',' ? 'movielens-csv' : 'movielens-dat',
      synthetic: false,
      fileHash: hash,
      sizes: {
        movies: files.movies.size + (files.links?.size ?? 0),
        ratings: files.ratings.size,
        tags: files.tags?.size ?? 0,
      },
      movies: (report) => readMovies({ movies: files.movies, links: files.links, separator }, report),
      ratings: (report, knownMovies) => readRatings(files.ratings, separator, report, knownMovies),
      tags: (report, knownMovies) => (files.tags ? readTags(files.tags, separator, report, knownMovies) : none()),
      close: () => fileSet.close(),
    }
  } catch (error) {
    await fileSet.close()
    throw isAppError(error) ? error : explainFileError(source, error)
  }
}

async function* none(): AsyncGenerator<never> {}

async function recogniseAll(fileSet: FileSet) {
  const found: { role: Role; separator: Separator; file: SourceFile }[] = []
  for (const file of fileSet.files) {
    const recognised = recogniseFile(await readHead(file))
    if (recognised !== null) found.push({ ...recognised, file })
  }
  return found
}

function requireParts(source: string, found: Awaited<ReturnType<typeof recogniseAll>>): Parts {
  const files: Partial<Record<Role, SourceFile>> = {}
  for (const { role, file } of found) {
    const other = files[role]
    if (other !== undefined)
      throw new AppError(
        'bad_data',
        `${source} holds two files of ${role}, ${other.name} and ${file.name}. Give one data set at a time.`,
      )
    files[role] = file
  }
  const { movies, ratings } = files
  if (movies === undefined || ratings === undefined) {
    const missing =
      movies === undefined && ratings === undefined
        ? 'no films and no ratings'
        : movies === undefined
          ? 'no films'
          : 'no ratings'
    throw new AppError('bad_data', `${source} is not a MovieLens data set: there are ${missing} in it. ${EXPECTED}`)
  }
  const separators = new Set(found.map((part) => part.separator))
  if (separators.size > 1)
    throw new AppError('bad_data', `${source} mixes two layouts of MovieLens. Give one data set at a time.`)
  return { separator: found[0].separator, files: { ...files, movies, ratings } }
}

/** "…/ML Latest-small.zip" is called "ml-latest-small". */
export function nameOf(source: string): string {
  const base = path.basename(path.resolve(source)).replace(/\.zip$/i, '')
  const slug = base
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
  return slug === '' ? 'movielens' : slug
}
