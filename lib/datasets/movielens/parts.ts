// Which files of a folder or zip make up the data set, each with its role; refused in one sentence where they do not.
import { AppError } from '@/lib/errors/app-error'
import type { SourceFile } from '../files/file-set'
import { readHead } from '../files/file-set'
import { decodeText } from '../files/decode-text'
import { findRatingColumns, isParquet, type RatingColumns } from '../parquet/parquet-ratings'
import type { Recognised, Role } from './layout'
import { recogniseFile } from './layout'

export interface Part extends Recognised {
  file: SourceFile
  /** Where the ratings are, in a file that is no text. */
  parquet?: { path: string; columns: RatingColumns }
}

export type Parts = Partial<Record<Role, Part>> & { ratings: Part }

const EXPECTED =
  'Expected movies (movieId,title,genres) and ratings (userId,movieId,rating,timestamp) as CSV or TSV, the .dat files of MovieLens 1M and 10M, or the u.data and u.item of MovieLens 100K.'

const PARQUET_EXPECTED = 'Expected the columns userId, movieId, rating and, where there is one, timestamp.'

export async function recogniseAll(files: SourceFile[]): Promise<Part[]> {
  const found: Part[] = []
  for (const packed of files) {
    const file = await decodeText(packed)
    const head = await readHead(file)
    const part = isParquet(head) ? await recogniseParquet(file, files.length === 1) : recogniseFile(head)
    if (part !== null) found.push({ ...part, file })
  }
  return found
}

/** `alone`: it is what was given, so that it is worth saying why it is of no use. */
async function recogniseParquet(file: SourceFile, alone: boolean): Promise<Omit<Part, 'file'> | null> {
  if (file.path === undefined) {
    if (!alone) return null
    throw new AppError('bad_data', `${file.name} is Parquet inside another file. Unpack it, and give the file itself.`)
  }
  const columns = await findRatingColumns(file.path, file.name).catch((error: unknown) => {
    if (alone) throw error
    return null
  })
  if (columns === null) {
    if (!alone) return null
    throw new AppError('bad_data', `${file.name} is Parquet, but holds no ratings. ${PARQUET_EXPECTED}`)
  }
  const nColumns = columns.timestamp === undefined ? 3 : 4
  return { role: 'ratings', separator: ',', header: true, nColumns, parquet: { path: file.path, columns } }
}

/** @throws AppError('bad_data') when there are no ratings, or it is not clear which file is meant. */
export function requireParts(source: string, found: Part[]): Parts {
  const parts: Partial<Record<Role, Part>> = {}
  for (const part of withoutSplits(found)) {
    const other = parts[part.role]
    if (other !== undefined)
      throw new AppError(
        'bad_data',
        `${source} holds two files of ${part.role}, ${other.file.name} and ${part.file.name}. Give one data set at a time.`,
      )
    parts[part.role] = part
  }
  const { movies, ratings } = parts
  if (ratings === undefined)
    throw new AppError(
      'bad_data',
      `${source} is not a MovieLens data set: there are ${movies ? 'no ratings' : 'no films and no ratings'} in it. ${EXPECTED}`,
    )
  const ofDat = found.filter(({ separator }) => separator === '::').length
  if (ofDat > 0 && ofDat < found.length)
    throw new AppError('bad_data', `${source} mixes two layouts of MovieLens. Give one data set at a time.`)
  return { ...parts, ratings }
}

/** MovieLens 100K brings u1.base, ua.test and so on: parts of u.data, which is the largest. */
function withoutSplits(found: Part[]): Part[] {
  if (!found.some(({ role, separator }) => role === 'movies' && separator === '|')) return found
  const largest = Math.max(...found.filter(({ role }) => role === 'ratings').map(({ file }) => file.size))
  return found.filter(({ role, file }) => role !== 'ratings' || file.size === largest)
}
