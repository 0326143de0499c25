// From what films are to how a person's scores of them run: ridge regression, solved anew for every person.
import { factorCholesky, solveFactored } from '@/lib/math/cholesky'
import { hasFeatures, type ItemFeatures } from './item-features'

/**
 * Ridge regression of scores on item features: min_w Σ_{i taught} (s_i − m − f_i · w)² + λ ‖w‖², m the mean of s over the taught items.
 *
 * The matrix FᵀF + λI does not depend on s, so it is factored once; a person costs one pass over the features and one solve.
 * Cost: O(Σ_i |f_i|² + nFeatures³ / 6) to make, O(nnz + nFeatures²) a person; 8 nFeatures² bytes.
 * Source: Hoerl & Kennard, "Ridge regression", Technometrics 1970. λ is not scaled by counts.
 */
export class FeatureRegression {
  private readonly factored: Float64Array

  /** @param taught (nItems) 1 for the items that it learns from. */
  constructor(
    private readonly features: ItemFeatures,
    private readonly taught: Uint8Array,
    regularization: number,
  ) {
    this.factored = gramOf(features, taught)
    const n = features.nFeatures
    for (let f = 0; f < n; f++) this.factored[f * n + f] += regularization
    factorCholesky(this.factored, n)
  }

  /** @param scores (nItems); taught items without a finite score are passed over. @returns what to ask of any item. */
  fit(scores: ArrayLike<number>): FittedScores {
    const { indptr, indices, values } = this.features.rows
    const weights = new Float64Array(this.features.nFeatures)
    const isTaught = (item: number) =>
      this.taught[item] === 1 && hasFeatures(this.features, item) && Number.isFinite(scores[item])
    let sum = 0
    let n = 0
    for (let item = 0; item < this.taught.length; item++)
      if (isTaught(item)) {
        sum += scores[item]
        n++
      }
    const mean = n > 0 ? sum / n : 0
    for (let item = 0; item < this.taught.length; item++)
      if (isTaught(item))
        for (let e = indptr[item]; e < indptr[item + 1]; e++) weights[indices[e]] += values[e] * (scores[item] - mean)
    solveFactored(this.factored, this.features.nFeatures, weights)
    return new FittedScores(this.features, mean, weights)
  }
}

/** m + f_i · w, for any item. */
export class FittedScores {
  constructor(
    private readonly features: ItemFeatures,
    private readonly mean: number,
    private readonly weights: Float64Array,
  ) {}

  /** The mean for an item without features. O(|f_i|). */
  of(item: number): number {
    const { indptr, indices, values } = this.features.rows
    let sum = this.mean
    for (let e = indptr[item]; e < indptr[item + 1]; e++) sum += values[e] * this.weights[indices[e]]
    return sum
  }
}

/** FᵀF over the taught items, its lower triangle. */
function gramOf({ nFeatures, rows: { indptr, indices, values } }: ItemFeatures, taught: Uint8Array): Float64Array {
  const gram = new Float64Array(nFeatures * nFeatures)
  for (let item = 0; item < taught.length; item++) {
    if (taught[item] === 0) continue
    for (let e = indptr[item]; e < indptr[item + 1]; e++)
      for (let d = indptr[item]; d <= e; d++) gram[indices[e] * nFeatures + indices[d]] += values[e] * values[d]
  }
  return gram
}
