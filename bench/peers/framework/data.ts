// Prepares the ratings that both sides read: plain binary columns, written once, so that nobody's parser is measured.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createRandom } from '@/lib/math/random'
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import { openDataSet } from '@/lib/datasets/movielens/open-movielens'
import { readEvaluationData } from '@/lib/services/evaluation/read-evaluation-data'
import { generateRatings } from '../../generate-ratings'
import type { Meta } from './columns'

const FOLDER = path.resolve('.marquee/bench')
const SYNTHETIC = { ratings: 20_000_000, users: 138_000, movies: 27_000, seed: 1 }
const FOLDS = 5
const FOLD_SEED = 1

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
