// The ratings both sides read: plain binary columns, written once, so that nobody's parser is measured.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createRandom } from '@/lib/math/random'
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import { openDataSet } from '@/lib/datasets/movielens/open-movielens'
import { readEvaluationData } from '@/lib/services/evaluation/read-evaluation-data'
import { generateRatings } from '../../generate-ratings'

const FOLDER = path.resolve('.marquee/bench')
const SYNTHETIC = { ratings: 20_000_000, users: 138_000, movies: 27_000, seed: 1 }
const FOLDS = 5
const FOLD_SEED = 1

/** What meta.json says. Users and items are rows: 0…nUsers-1 and 0…nItems-1. */
interface Meta {
  nUsers: number
  nItems: number
  nRatings: number
}

/**
 * Writes users.i32, items.i32, half-stars.u8, folds.u8 (0…4, at random, seeded) and meta.json for a data set, unless they are
 * there. Rows are sorted by user, then item.
 * @returns the folder.
 */
export async function prepareColumns(source: string): Promise<string> {
  const { fileHash, close } = await openDataSet(source)
  await close()
  const folder = path.join(FOLDER, 'data', fileHash.slice(0, 16))
  if (existsSync(path.join(folder, 'meta.json'))) return folder
  const { ratings, itemIds } = await readEvaluationData(source)
  mkdirSync(folder, { recursive: true })
  const matrix = RatingMatrix.fromTriples(ratings, itemIds)
  const { indptr, indices, halfStars } = matrix.rows
  const users = new Int32Array(matrix.nRatings)
  for (let user = 0; user < matrix.nUsers; user++) users.fill(user, indptr[user], indptr[user + 1])
  const order = createRandom(FOLD_SEED).shuffle(Int32Array.from(users.keys()))
  const folds = new Uint8Array(matrix.nRatings)
  order.forEach((position, i) => (folds[position] = i % FOLDS))
  writeFileSync(path.join(folder, 'users.i32'), users)
  writeFileSync(path.join(folder, 'items.i32'), indices)
  writeFileSync(path.join(folder, 'half-stars.u8'), halfStars)
  writeFileSync(path.join(folder, 'folds.u8'), folds)
  const meta: Meta = { nUsers: matrix.nUsers, nItems: matrix.nItems, nRatings: matrix.nRatings }
  writeFileSync(path.join(folder, 'meta.json'), JSON.stringify(meta))
  return folder
}

/** The generated data set, made where it is missing: about half a gigabyte, a minute. */
export async function prepareSynthetic(): Promise<string> {
  const folder = path.join(FOLDER, 'synthetic-20m')
  const done = path.join(folder, 'complete')
  if (!existsSync(done)) {
    console.error(`Generating ${SYNTHETIC.ratings} ratings in ${folder}.`)
    await generateRatings(folder, SYNTHETIC)
    writeFileSync(done, '')
  }
  return folder
}

export interface RatingColumns extends Meta {
  users: Int32Array
  items: Int32Array
  halfStars: Uint8Array
  folds: Uint8Array
}

export function readColumns(folder: string): RatingColumns {
  const bytes = (name: string) => {
    const { buffer, byteOffset, byteLength } = readFileSync(path.join(folder, name))
    return buffer.slice(byteOffset, byteOffset + byteLength)
  }
  const meta = JSON.parse(readFileSync(path.join(folder, 'meta.json'), 'utf8')) as Meta
  return {
    ...meta,
    users: new Int32Array(bytes('users.i32')),
    items: new Int32Array(bytes('items.i32')),
    halfStars: new Uint8Array(bytes('half-stars.u8')),
    folds: new Uint8Array(bytes('folds.u8')),
  }
}

/** The ratings as models read them; with `fold` the ratings of that fold, or all others. */
export function toMatrix(columns: RatingColumns, part?: { fold: number; keep: 'train' | 'test' }): RatingMatrix {
  const keep = (row: number) => !part || (columns.folds[row] === part.fold) === (part.keep === 'test')
  const counts = new Uint32Array(columns.nUsers + 1)
  let kept = 0
  const indices = new Int32Array(columns.nRatings)
  const halfStars = new Uint8Array(columns.nRatings)
  for (let row = 0; row < columns.nRatings; row++) {
    if (!keep(row)) continue
    indices[kept] = columns.items[row]
    halfStars[kept++] = columns.halfStars[row]
    counts[columns.users[row] + 1]++
  }
  for (let user = 0; user < columns.nUsers; user++) counts[user + 1] += counts[user]
  const ids = (n: number) => Int32Array.from({ length: n }, (_, index) => index)
  const rows = { indptr: counts, indices: indices.slice(0, kept), halfStars: halfStars.slice(0, kept) }
  return new RatingMatrix(ids(columns.nUsers), ids(columns.nItems), rows)
}
