// The ratings as our side of a comparison reads them, from the columns that ./data.ts wrote.
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import path from 'node:path'
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'

/** What meta.json says. Users and items are rows: 0…nUsers-1 and 0…nItems-1. */
export interface Meta {
  nUsers: number
  nItems: number
  nRatings: number
}

export interface Part {
  fold: number
  /** The ratings of that fold, or all others. */
  keep: 'train' | 'test'
  /** Of every so many-th person alone: 0, every, 2 · every… */
  every?: number
}

/** Rows that are held at a time. */
const PIECE = 1 << 14

/** The ratings as models read them, or a part of them. Read twice, piece by piece: nothing is held but what comes out. */
export function readMatrix(folder: string, part?: Part): RatingMatrix {
  const { nUsers, nItems, nRatings } = JSON.parse(readFileSync(path.join(folder, 'meta.json'), 'utf8')) as Meta
  const keeps = (user: number, fold: number) =>
    !part || ((fold === part.fold) === (part.keep === 'test') && user % (part.every ?? 1) === 0)
  const indptr = new Uint32Array(nUsers + 1)
  eachRating(folder, nRatings, (user, _, __, fold) => {
    if (keeps(user, fold)) indptr[user + 1]++
  })
  for (let user = 0; user < nUsers; user++) indptr[user + 1] += indptr[user]
  const rows = { indptr, indices: new Int32Array(indptr[nUsers]), halfStars: new Uint8Array(indptr[nUsers]) }
  let kept = 0
  eachRating(folder, nRatings, (user, item, halfStars, fold) => {
    if (!keeps(user, fold)) return
    rows.indices[kept] = item
    rows.halfStars[kept++] = halfStars
  })
  const ids = (n: number) => Int32Array.from({ length: n }, (_, index) => index)
  return new RatingMatrix(ids(nUsers), ids(nItems), rows)
}

function eachRating(
  folder: string,
  nRatings: number,
  visit: (user: number, item: number, halfStars: number, fold: number) => void,
): void {
  const words = [new Int32Array(PIECE), new Int32Array(PIECE)]
  const bytes = [new Uint8Array(PIECE), new Uint8Array(PIECE)]
  const arrays = [...words, ...bytes]
  const files = ['users.i32', 'items.i32', 'half-stars.u8', 'folds.u8'].map((name) =>
    openSync(path.join(folder, name), 'r'),
  )
  for (let from = 0; from < nRatings; from += PIECE) {
    const rows = Math.min(PIECE, nRatings - from)
    for (const [i, array] of arrays.entries()) {
      const each = array.BYTES_PER_ELEMENT
      readSync(files[i], array, { length: rows * each, position: from * each })
    }
    for (let row = 0; row < rows; row++) visit(words[0][row], words[1][row], bytes[0][row], bytes[1][row])
  }
  files.forEach(closeSync)
}
