// The ratings as our side of a comparison reads them, from the columns that ./data.ts wrote.
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import path from 'node:path'
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'

/** What meta.json says. Users and items are rows: 0…nUsers-1 and 0…nItems-1. */
export interface Meta {
  nUsers: number
  nItems: number
  nRatings: number
}

export interface RatingColumns extends Meta {
  users: Int32Array
  items: Int32Array
  halfStars: Uint8Array
  folds: Uint8Array
}

export function readColumns(folder: string): RatingColumns {
  /** Read at one go into memory of their own, so that they are held once. */
  const bytes = (name: string) => {
    const file = path.join(folder, name)
    const buffer = new ArrayBuffer(statSync(file).size)
    const descriptor = openSync(file, 'r')
    readSync(descriptor, new Uint8Array(buffer))
    closeSync(descriptor)
    return buffer
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

export interface Part {
  fold: number
  /** The ratings of that fold, or all others. */
  keep: 'train' | 'test'
  /** Of every so many-th person alone: 0, every, 2 · every… */
  every?: number
}

/** The ratings as models read them, or a part of them. Nothing is held on the way but what comes out. */
export function toMatrix(columns: RatingColumns, part?: Part): RatingMatrix {
  const { nUsers, nItems, nRatings, users, items, halfStars, folds } = columns
  const keeps = (row: number) =>
    !part || ((folds[row] === part.fold) === (part.keep === 'test') && users[row] % (part.every ?? 1) === 0)
  const indptr = new Uint32Array(nUsers + 1)
  for (let row = 0; row < nRatings; row++) if (keeps(row)) indptr[users[row] + 1]++
  for (let user = 0; user < nUsers; user++) indptr[user + 1] += indptr[user]
  const rows = { indptr, indices: new Int32Array(indptr[nUsers]), halfStars: new Uint8Array(indptr[nUsers]) }
  for (let row = 0, kept = 0; row < nRatings; row++) {
    if (!keeps(row)) continue
    rows.indices[kept] = items[row]
    rows.halfStars[kept++] = halfStars[row]
  }
  const ids = (n: number) => Int32Array.from({ length: n }, (_, index) => index)
  return new RatingMatrix(ids(nUsers), ids(nItems), rows)
}
