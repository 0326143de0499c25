// People whom the network is not trained on: how well it finds what was hidden of them says when to stop.
import type { Random } from '@/lib/math/random'
import { topK } from '@/lib/math/top-k'
import { findHits, rankingMetrics } from '../../metrics/ranking'
import type { Likes } from '../likes'
import { makeBatch } from './batch'
import type { NetworkTrainer } from './trainer'

/** Fewer likes cannot be divided into what is told and what is asked. */
const MIN_LIKES = 5
/** With fewer people the figure is mostly chance, and stopping by it would be worse than not stopping. */
const MIN_PEOPLE = 20
const MAX_PEOPLE = 500
const TOLD_SHARE = 0.8
const LENGTH = 100

export interface Validation {
  /** What the encoder is told of each person. */
  told: Likes
  /** Columns that it shall find, for each person. */
  hidden: Set<number>[]
}

/**
 * Divides people into those to train on and those to watch, by the random order given.
 * @param people rows of `likes`, shuffled.
 */
export function holdOut(
  likes: Likes,
  people: Int32Array,
  { share, random }: { share: number; random: Random },
): { training: Int32Array; validation: Validation | null } {
  const able = people.filter((person) => likes.indptr[person + 1] - likes.indptr[person] >= MIN_LIKES)
  const count = Math.min(MAX_PEOPLE, Math.floor(able.length * share))
  if (count < MIN_PEOPLE) return { training: people, validation: null }
  const watched = new Set(able.subarray(0, count))
  return {
    training: people.filter((person) => !watched.has(person)),
    validation: divide(likes, able.subarray(0, count), random),
  }
}

function divide(likes: Likes, watched: Int32Array, random: Random): Validation {
  const indptr = new Uint32Array(watched.length + 1)
  const indices: number[] = []
  const hidden: Set<number>[] = []
  watched.forEach((person, row) => {
    const own = random.shuffle(likes.indices.slice(likes.indptr[person], likes.indptr[person + 1]))
    const nTold = Math.ceil(own.length * TOLD_SHARE - 1e-9)
    indices.push(...own.slice(0, nTold).sort())
    hidden.push(new Set(own.subarray(nTold)))
    indptr[row + 1] = indices.length
  })
  return { told: { ...likes, indptr, indices: Int32Array.from(indices) }, hidden }
}

/** Mean NDCG@100 over the people watched, of all films but those told. Deterministic: nothing is dropped, the latent space is at its mean. */
export function measure(
  trainer: NetworkTrainer,
  { told, hidden }: Validation,
  { batchSize, random }: { batchSize: number; random: Random },
): number {
  const nItems = told.items.length
  let total = 0
  for (let start = 0; start < hidden.length; start += batchSize) {
    const people = Int32Array.from({ length: Math.min(batchSize, hidden.length - start) }, (_, row) => start + row)
    const { logits, stride } = trainer.predict(makeBatch(told, people, { dropout: 0, random }))
    people.forEach((person, row) => {
      const own = new Set(told.indices.subarray(told.indptr[person], told.indptr[person + 1]))
      const scores = logits.subarray(row * stride, row * stride + nItems)
      const { indices } = topK(scores, LENGTH, (column) => !own.has(column))
      total += rankingMetrics.NDCG(findHits(indices, hidden[person]), hidden[person].size, LENGTH)
    })
  }
  return total / hidden.length
}
