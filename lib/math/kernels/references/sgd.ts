// The readable twin of assembly/sgd.ts.

/** Ratings by group of films, then by person, then by film; people of a group lie side by side. */
export interface RatingBlocks {
  /** Groups of people, and as many of films. */
  blocks: number
  nUsers: number
  /** (blocks + 1) where each group of people begins. */
  groups: Uint32Array
  /** (blocks nUsers + 1) where the run of ratings begins that person u gave to films of group g: at g nUsers + u. */
  indptr: Uint32Array
  /** (nRatings) */
  items: Int32Array
  /** (nRatings) */
  stars: Float32Array
}

/** What descent changes; factors are rows of `width`. */
export interface BiasedFactors {
  width: number
  userBiases: Float32Array
  itemBiases: Float32Array
  userFactors: Float32Array
  itemFactors: Float32Array
}

export interface Step {
  mean: number
  rate: number
  regularization: number
}

/** Ratings of one person that are learned from at once. */
const AT_ONCE = 4

/**
 * One pass over the blocks of a stratum, a person's ratings of a block four at a time, and what is left of them: e = r − r̂ for each, then every
 * parameter x of the film takes x += rate (e ∂r̂/∂x − λ x), and of the person x = (1 − rate λ)ⁿ x + rate Σ e ∂r̂/∂x. O(ratings width).
 */
export function descendBlocks(
  { blocks, nUsers, groups, indptr, items, stars }: RatingBlocks,
  stratum: number,
  factors: BiasedFactors,
  step: Step,
): void {
  for (let b = 0; b < blocks; b++)
    for (let user = groups[b]; user < groups[b + 1]; user++) {
      const run = ((b + stratum) % blocks) * nUsers + user
      for (let e = indptr[run]; e < indptr[run + 1]; e += AT_ONCE) {
        const end = Math.min(e + AT_ONCE, indptr[run + 1])
        learnAtOnce({ user, items: items.subarray(e, end), stars: stars.subarray(e, end) }, factors, step)
      }
    }
}

function learnAtOnce(
  { user, items, stars }: { user: number; items: Int32Array; stars: Float32Array },
  { width, userBiases, itemBiases, userFactors, itemFactors }: BiasedFactors,
  { mean, rate, regularization }: Step,
): void {
  const keep = 1 - rate * regularization
  const taste = userFactors.slice(user * width, (user + 1) * width)
  const bias = userBiases[user]
  for (let f = 0; f < width; f++) userFactors[user * width + f] *= keep ** items.length
  userBiases[user] *= keep ** items.length
  items.forEach((item, j) => {
    const q = itemFactors.subarray(item * width, (item + 1) * width)
    const error = stars[j] - mean - bias - itemBiases[item] - q.reduce((sum, value, f) => sum + value * taste[f], 0)
    userBiases[user] += rate * error
    itemBiases[item] = keep * itemBiases[item] + rate * error
    for (let f = 0; f < width; f++) {
      userFactors[user * width + f] += rate * error * q[f]
      q[f] = keep * q[f] + rate * error * taste[f]
    }
  })
}

/** Σ (r − r̂)² over a run of ratings, with implicit factors z = |run|^-½ Σ_j y_j where there are any. O(ratings width). */
export function squaredStarErrors(
  { user, items, stars }: { user: number; items: Int32Array; stars: Float32Array },
  factors: BiasedFactors & { implicitFactors?: Float32Array },
  mean: number,
): number {
  const { width, userBiases, itemBiases, userFactors, itemFactors, implicitFactors } = factors
  const taste = Array.from({ length: width }, (_, f) => {
    const z = items.reduce((sum, item) => sum + (implicitFactors?.[item * width + f] ?? 0), 0)
    return userFactors[user * width + f] + z / Math.sqrt(Math.max(1, items.length))
  })
  return items.reduce((squares, item, j) => {
    const product = taste.reduce((sum, value, f) => sum + value * itemFactors[item * width + f], 0)
    return squares + (stars[j] - mean - userBiases[user] - itemBiases[item] - product) ** 2
  }, 0)
}

/**
 * SVD++ rating by rating: after each, every y_j of the person takes y_j += rate_y e |N|^-½ q_i / |N|; after the person it decays.
 * O(Σ_u n_u² width): only for tests. The kernel adds the steps up over a person, which is the same.
 */
export function descendPeople(
  order: Int32Array,
  { indptr, items, stars }: { indptr: Uint32Array; items: Int32Array; stars: Float32Array },
  factors: BiasedFactors & { implicitFactors: Float32Array },
  step: Step & { implicitRate: number; implicitRegularization: number },
): void {
  const { width, implicitFactors } = factors
  for (const user of order) {
    const rated = items.subarray(indptr[user], indptr[user + 1])
    const before = implicitFactors.slice()
    rated.forEach((item, j) => descendOne({ user, item, rated, stars: stars[indptr[user] + j] }, factors, step))
    for (const item of rated)
      for (let y = item * width; y < (item + 1) * width; y++)
        implicitFactors[y] -= step.implicitRate * step.implicitRegularization * before[y]
  }
}

function descendOne(
  { user, item, rated, stars }: { user: number; item: number; rated: Int32Array; stars: number },
  factors: BiasedFactors & { implicitFactors: Float32Array },
  { mean, rate, regularization, implicitRate }: Step & { implicitRate: number },
): void {
  const { width, userBiases, itemBiases, userFactors, itemFactors, implicitFactors } = factors
  const features = Array.from({ length: width }, (_, f) => f)
  const share = 1 / Math.sqrt(rated.length)
  const [p, q] = [user * width, item * width]
  const z = features.map((f) => share * rated.reduce((sum, other) => sum + implicitFactors[other * width + f], 0))
  const taste = features.reduce((sum, f) => sum + (userFactors[p + f] + z[f]) * itemFactors[q + f], 0)
  const error = stars - mean - userBiases[user] - itemBiases[item] - taste
  userBiases[user] += rate * (error - regularization * userBiases[user])
  itemBiases[item] += rate * (error - regularization * itemBiases[item])
  for (const f of features) {
    const [own, other] = [userFactors[p + f], itemFactors[q + f]]
    userFactors[p + f] += rate * (error * other - regularization * own)
    itemFactors[q + f] += rate * (error * (own + z[f]) - regularization * other)
    for (const one of rated) implicitFactors[one * width + f] += (implicitRate * error * share * other) / rated.length
  }
}
