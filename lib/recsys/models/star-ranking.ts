// From predicted stars to an order: what is sure goes before what a handful adored.

export interface StarRanking {
  /** A deviation over n ratings of a film counts n / (n + scoreShrinkage). */
  scoreShrinkage: number
  /** γ: a film with n ratings starts with γ ln(1 + n) stars. */
  popularityWeight: number
}

/**
 * Ranking by predicted stars alone puts films first that few have seen and those few adored. The score of a film with n ratings is
 *
 *     s = d · n / (n + β) + γ ln(1 + n)
 *
 * d the deviation of its predicted stars from the person's own level, β = `scoreShrinkage`, γ = `popularityWeight`: d is pulled to 0 where
 * few have rated, and of two films that one would like as much, the one that people do go and see comes first.
 * **Deviation:** of all models that predict stars, whose papers judge stars only.
 */
export class StarRanker {
  /** (nItems) n / (n + β). */
  readonly trust: Float64Array
  /** (nItems) γ ln(1 + n); -Infinity without ratings. */
  readonly start: Float64Array

  constructor(counts: Uint32Array, { scoreShrinkage, popularityWeight }: StarRanking) {
    const values = new Float64Array(counts)
    this.trust = values.map((n) => n / Math.max(n + scoreShrinkage, 1))
    this.start = values.map((n) => (n > 0 ? popularityWeight * Math.log1p(n) : -Infinity))
  }

  /** @returns (nItems) -Infinity for films without ratings. */
  score(deviationOf: (item: number) => number): Float32Array {
    const { trust, start } = this
    const scores = new Float32Array(start.length)
    for (let item = 0; item < scores.length; item++)
      scores[item] = start[item] === -Infinity ? -Infinity : start[item] + trust[item] * deviationOf(item)
    return scores
  }
}

/** Stars within the scale. */
export const clampStars = (stars: number) => Math.min(5, Math.max(0.5, stars))
