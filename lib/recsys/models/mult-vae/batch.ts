// Some people's likes as the network sees them in one step.
import type { Random } from '@/lib/math/random'
import type { Likes } from '../likes'

/** Rows are people, padded with empty ones to a multiple of 4. Entry e of row r: indptr[r] ≤ e < indptr[r + 1]. */
export interface Batch {
  nPeople: number
  nRows: number
  /** What the encoder is shown: columns and values, the constant unit (column nItems, value 1) last in each row. */
  input: { indptr: Uint32Array; indices: Uint32Array; values: Float32Array }
  /** The same by column: for each of nItems + 1 columns, which rows show it, and how strongly. */
  byColumn: { indptr: Uint32Array; rows: Uint32Array; values: Float32Array }
  /** What the decoder shall find: all likes. */
  targets: { indptr: Uint32Array; indices: Uint32Array }
}

export interface BatchOptions {
  /** The share of likes left out of the input; what is left is scaled up by as much. */
  dropout: number
  random: Random
}

/**
 * x_i = 1 / √n for each of a person's n likes; of these each is left out with probability `dropout`, and the others are divided by 1 − dropout.
 * O(likes + nItems).
 * @param people rows of `likes`.
 */
export function makeBatch(likes: Likes, people: Int32Array, { dropout, random }: BatchOptions): Batch {
  const nItems = likes.items.length
  const nRows = Math.ceil(people.length / 4) * 4
  const sizes = people.map((person) => likes.indptr[person + 1] - likes.indptr[person])
  const nLikes = sizes.reduce((sum, size) => sum + size, 0)
  const targets = { indptr: new Uint32Array(nRows + 1), indices: new Uint32Array(nLikes) }
  const indptr = new Uint32Array(nRows + 1)
  const indices = new Uint32Array(nLikes + people.length)
  const values = new Float32Array(nLikes + people.length)
  let shown = 0
  let wanted = 0
  for (let row = 0; row < nRows; row++) {
    if (row < people.length) {
      const value = 1 / Math.sqrt(sizes[row]) / (1 - dropout)
      for (let e = likes.indptr[people[row]]; e < likes.indptr[people[row] + 1]; e++) {
        targets.indices[wanted++] = likes.indices[e]
        if (dropout > 0 && random.next() < dropout) continue
        indices[shown] = likes.indices[e]
        values[shown++] = value
      }
      indices[shown] = nItems
      values[shown++] = 1
    }
    indptr[row + 1] = shown
    targets.indptr[row + 1] = wanted
  }
  const input = { indptr, indices: indices.subarray(0, shown), values: values.subarray(0, shown) }
  return { nPeople: people.length, nRows, input, byColumn: turn(input, nItems + 1), targets }
}

function turn({ indptr, indices, values }: Batch['input'], nColumns: number): Batch['byColumn'] {
  const turned = {
    indptr: new Uint32Array(nColumns + 1),
    rows: new Uint32Array(indices.length),
    values: new Float32Array(indices.length),
  }
  for (const column of indices) turned.indptr[column + 1]++
  for (let column = 0; column < nColumns; column++) turned.indptr[column + 1] += turned.indptr[column]
  const next = turned.indptr.slice(0, nColumns)
  for (let row = 0; row + 1 < indptr.length; row++)
    for (let e = indptr[row]; e < indptr[row + 1]; e++) {
      const at = next[indices[e]]++
      turned.rows[at] = row
      turned.values[at] = values[e]
    }
  return turned
}
