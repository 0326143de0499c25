// The fitted hybrid: the parts' scores of one person, weighed by the size of the profile.
import { requireRatingVector } from '../../data/rating-vector'
import type { Contribution, FittedModel, ModelState, RatingVector, ScoredItem } from '../contract'
import { LatestProfile } from '../latest-profile'
import { requireItem } from '../require-item'
import { blend, scoreParts, type PartScores } from './blend'
import { rawScore } from './cold-items'
import { explainCold, explainWarm } from './explain'
import { FeatureRegression } from './feature-regression'
import { hasFeatures, type ColdCatalogue } from './item-features'
import type { Learned } from './learn'
import { CONTENT, type Part } from './parts'
import { blendSimilar } from './similar'
import { saveHybrid } from './state'
import { weightsFor } from './weights'

interface Answer {
  scored: PartScores[]
  weights: readonly number[]
  scores: Float32Array
}

/**
 * s_i = Σ_m w_m(n) s_mi / σ_m, with s_m the scores of part m for this profile of n ratings, σ_m their standard deviation over the films
 * that are not in it, and w_m(n) the learned weights. A part without an opinion of a film counts as its own lowest score.
 *
 * Films without ratings: s_i = a + b (r_i + c · content_i), r a ridge regression, solved for this person, of the s of all rated
 * films on item features; a, b, c learned ({@link Learned}).
 * Cost: the parts' scores + O(parts · nItems + nFeatures²) a score; memory that of the parts + 8 nFeatures² bytes.
 * The last answer is kept, so that explaining a page of films asks the parts once.
 */
export class Hybrid implements FittedModel {
  readonly nItems: number
  /** Weights of a typical profile, by the parts' names, also of those that were left out; they add up to 1. */
  readonly perModelWeights: Readonly<Record<string, number>>
  readonly predict?: (ratings: RatingVector, item: number) => number | undefined
  readonly predictAll?: (ratings: RatingVector) => Float32Array
  readonly predictAt?: FittedModel['predictAt']
  private readonly regression: FeatureRegression | null
  private readonly isCold: Uint8Array
  private readonly answers = new LatestProfile((ratings) => this.ask(ratings))

  constructor(
    private readonly parts: readonly Part[],
    private readonly learned: Learned,
    private readonly cold: ColdCatalogue,
  ) {
    this.nItems = parts[0].model.nItems
    const typical = learned.knots[learned.knots.length - 1].weights
    const silent = learned.silent.map((name) => [name, 0])
    this.perModelWeights = Object.fromEntries([...parts.map(({ name }, m) => [name, typical[m]]), ...silent])
    this.isCold = new Uint8Array(this.nItems)
    for (const item of cold.items) this.isCold[item] = 1
    const taught = this.isCold.map((isCold) => 1 - isCold)
    this.regression = cold.items.length
      ? new FeatureRegression(cold.features, taught, learned.cold.regularization)
      : null
    const stars = parts.find(({ name }) => name === learned.starsPart)?.model
    if (stars?.predict) this.predict = (ratings, item) => stars.predict?.(ratings, item)
    this.predictAt = stars?.predictAt?.bind(stars)
    if (stars?.predictAll) this.predictAll = (ratings) => stars.predictAll?.(ratings) ?? new Float32Array(0)
  }

  /** @returns (nItems) -Infinity for films of which neither ratings nor features are known. */
  score(ratings: RatingVector): Float32Array {
    return this.answer(ratings).scores.slice()
  }

  /** Every part's reasons, weighed; what a part does not explain is a reason of kind "model". The amounts add up to the score. */
  explain(ratings: RatingVector, item: number): Contribution[] {
    requireItem(item, this.nItems)
    const { scored, weights, scores } = this.answer(ratings)
    if (!Number.isFinite(scores[item])) return []
    const asked = { parts: this.parts, scored, ratings, item }
    return this.isCold[item] ? explainCold(asked, this.learned.cold, scores[item]) : explainWarm(asked, weights)
  }

  /** The parts' lists, each against its best score, weighed as for a typical profile. */
  similar(item: number, n: number): ScoredItem[] {
    requireItem(item, this.nItems)
    return blendSimilar(this.parts, this.perModelWeights, item, n)
  }

  save(): ModelState {
    return saveHybrid(this.parts, this.learned, this.cold, this.nItems)
  }

  private answer(ratings: RatingVector): Answer {
    requireRatingVector(ratings, this.nItems)
    return this.answers.of(ratings)
  }

  private ask(ratings: RatingVector): Answer {
    const weights = weightsFor(this.learned.knots, ratings.items.length)
    const scored = scoreParts(
      this.parts,
      ratings,
      ({ name }, m) => weights[m] > 0 || (this.regression !== null && name === CONTENT),
    )
    const blended = blend(scored, weights)
    this.placeCold(blended, scored)
    return { scored, weights, scores: new Float32Array(blended) }
  }

  /** Gives the films without ratings their scores, in place. */
  private placeCold(blended: Float64Array, scored: readonly PartScores[]): void {
    if (!this.regression) return
    const { contentWeight, intercept, slope } = this.learned.cold
    const fitted = this.regression.fit(blended)
    const content = scored[this.parts.findIndex(({ name }) => name === CONTENT)] as PartScores | undefined
    for (const item of this.cold.items) {
      const isKnown = hasFeatures(this.cold.features, item) || (content && Number.isFinite(content.scores[item]))
      const raw = isKnown ? rawScore(fitted, content, contentWeight, item) : -Infinity
      blended[item] = isKnown ? intercept + slope * raw : -Infinity
    }
  }
}
