// One file of a published split: user, item and perhaps a rating per line, with a header or without, ids of any kind.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { AppError, isAppError } from '@/lib/errors/app-error'
import { explainFileError } from '../files/open-file-set'
import { splitFields } from '../movielens/split-fields'

/** Numbers labels as they come: "u17" is 0, the next new one 1. */
export class Labels {
  private readonly numbers = new Map<string, number>()

  numberOf(label: string): number {
    const known = this.numbers.get(label)
    if (known !== undefined) return known
    this.numbers.set(label, this.numbers.size)
    return this.numbers.size - 1
  }

  all(): string[] {
    return [...this.numbers.keys()]
  }
}

/** Columns of one file; users and items by their number in {@link Labels}. */
export interface Interactions {
  file: string
  users: number[]
  items: number[]
  /** As written; null when the file has no third column. */
  ratings: number[] | null
}

const HEADER_NAME = /^"?(user|item|movie|film|track|song|book|product|uid|iid|sid|mid)([ _-]?(id|idx|index|no))?"?$/i

/**
 * Reads a file. Columns are separated by comma, tab or "::"; further columns are ignored.
 * @throws AppError('not_found' | 'bad_data') naming the line that cannot be read.
 */
export async function readInteractions(file: string, labels: { users: Labels; items: Labels }): Promise<Interactions> {
  const read: Interactions = { file, users: [], items: [], ratings: null }
  let cut: ((line: string) => string[] | null) | undefined
  let lineNumber = 0
  try {
    for await (const raw of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      lineNumber++
      const line = lineNumber === 1 ? raw.replace(/^\uFEFF/, '') : raw
      if (line.trim() === '') continue
      const isFirst = cut === undefined
      cut ??= cutterFor(line)
      const fields = cut(line)?.map((field) => field.trim()) ?? []
      if (isFirst && isHeader(fields)) continue
      addRow(read, fields, { labels, lineNumber })
    }
  } catch (error) {
    throw isAppError(error) ? error : explainFileError(file, error)
  }
  if (read.users.length === 0)
    throw new AppError('bad_data', `${file} holds no rows. Expected user,item or user,item,rating.`)
  return read
}

function cutterFor(line: string): (line: string) => string[] | null {
  if (line.includes('::')) return (text) => splitFields(text, '::')
  if (!line.includes(',') && line.includes('\t')) return (text) => text.split('\t')
  return (text) => splitFields(text, ',')
}

/** A first row is a header when it names its columns, or when its third column should be a number and is not. */
function isHeader([user = '', item = '', rating]: string[]): boolean {
  if (HEADER_NAME.test(user) && HEADER_NAME.test(item)) return true
  return rating !== undefined && rating !== '' && !Number.isFinite(Number(rating))
}

function addRow(
  read: Interactions,
  [user = '', item = '', rating]: string[],
  { labels, lineNumber }: { labels: { users: Labels; items: Labels }; lineNumber: number },
): void {
  const where = `${read.file}, line ${lineNumber}`
  if (user === '' || item === '') throw new AppError('bad_data', `${where}: expected a user and an item.`)
  const isFirst = read.users.length === 0
  if (isFirst && rating !== undefined) read.ratings = []
  if (read.ratings) {
    const value = rating === undefined || rating === '' ? Number.NaN : Number(rating)
    if (!Number.isFinite(value))
      throw new AppError('bad_data', `${where}: expected a rating in the third column, got "${rating ?? ''}".`)
    read.ratings.push(value)
  }
  read.users.push(labels.users.numberOf(user))
  read.items.push(labels.items.numberOf(item))
}
