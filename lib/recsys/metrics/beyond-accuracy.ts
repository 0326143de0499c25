// What accuracy does not see: how much of the catalogue is shown, how unevenly, how well known it is, and how alike.

/**
 * Catalogue coverage: items that at least one list shows ÷ all items that could be shown. NaN for an empty catalogue.
 * @param exposure per item, how many lists show it. @param nCandidates how many items could have been shown. O(items).
 */
export function coverage(exposure: ArrayLike<number>, nCandidates: number): number {
  let shown = 0
  for (let item = 0; item < exposure.length; item++) if (exposure[item] > 0) shown++
  return nCandidates > 0 ? shown / nCandidates : Number.NaN
}

/**
 * Gini index of how often each item is shown: G = Σ_j (2j − n − 1) x_(j) ÷ (n Σ x), x ascending, j from 1.
 * 0 when all are shown equally often, (n − 1)/n when one has it all. Items that no list shows count as zeros.
 * Ties do not matter. NaN when nothing is shown at all. O(n log n).
 * @param exposure (n) per item that could be shown, how many lists show it.
 */
export function gini(exposure: ArrayLike<number>): number {
  const sorted = Float64Array.from(exposure).sort()
  const n = sorted.length
  let weighted = 0
  let total = 0
  for (let j = 0; j < n; j++) {
    weighted += (2 * (j + 1) - n - 1) * sorted[j]
    total += sorted[j]
  }
  return total > 0 ? weighted / (n * total) : Number.NaN
}

/**
 * Average popularity of a list: mean number of training ratings of its first k items. The denominator is what the list has,
 * at most k; NaN for an empty list, which is left out of the mean. O(k).
 * @param counts per item, how many people rated it in training.
 */
export function averagePopularity(ranked: Int32Array, counts: ArrayLike<number>, k: number): number {
  return meanOver(ranked, k, (item) => counts[item])
}

/**
 * Novelty of a list: mean over its first k items of −log₂((n_i + 1) ÷ (people + 1)), in bits: how surprising it is that somebody
 * picked at random knows the film. One is added on both sides so that a film nobody rated has a finite value.
 * The denominator is what the list has, at most k; NaN for an empty list. O(k).
 * Source: Zhou et al., PNAS 2010 (self-information); the added one is ours.
 * @param counts per item, how many people rated it in training. @param nPeople how many people there are in training.
 */
export function novelty(ranked: Int32Array, counts: ArrayLike<number>, nPeople: number, k: number): number {
  return meanOver(ranked, k, (item) => -Math.log2((counts[item] + 1) / (nPeople + 1)))
}

function meanOver(ranked: Int32Array, k: number, valueOf: (item: number) => number): number {
  const length = Math.min(k, ranked.length)
  let sum = 0
  for (let i = 0; i < length; i++) sum += valueOf(ranked[i])
  return length > 0 ? sum / length : Number.NaN
}

/**
 * Intra-list diversity: the mean, over the pairs of the first k items, of 1 − |A ∩ B| ÷ |A ∪ B| of their genres.
 * Two items without any genre count as fully different (1): nothing says that they are alike. The denominator is the number of
 * pairs; NaN for a list of fewer than two, which is left out of the mean. O(k²).
 * Source: Ziegler et al., WWW 2005, with the Jaccard distance.
 * @param genres per item, its genres as a bit mask (at most 32 of them).
 */
export function genreDiversity(ranked: Int32Array, genres: ArrayLike<number>, k: number): number {
  const length = Math.min(k, ranked.length)
  let distance = 0
  for (let i = 1; i < length; i++)
    for (let j = 0; j < i; j++) {
      const either = countBits(genres[ranked[i]] | genres[ranked[j]])
      distance += either === 0 ? 1 : 1 - countBits(genres[ranked[i]] & genres[ranked[j]]) / either
    }
  return length > 1 ? distance / ((length * (length - 1)) / 2) : Number.NaN
}

/** How many of the 32 bits are set. */
function countBits(mask: number): number {
  let bits = mask - ((mask >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
