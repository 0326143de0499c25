// The readable twin of assembly/sgd.ts.

/** Ratings sorted into blocks of people × films: those of block k are `starts[k]…starts[k + 1]`. */
export interface RatingBlocks {
  blocks: number
  starts: Uint32Array
  users: Int32Array
  items: Int32Array
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

/** One pass over the blocks of a stratum: e = r − r̂, then every parameter x of the rating takes x += rate (e ∂r̂/∂x − λ x). O(ratings width). */
export function descendBlocks(
  { blocks, starts, users, items, stars }: RatingBlocks,
  stratum: number,
  factors: BiasedFactors,
  { mean, rate, regularization }: Step,
): void {
  const { width, userBiases, itemBiases, userFactors, itemFactors } = factors
  for (let b = 0; b < blocks; b++) {
    const block = b * blocks + ((b + stratum) % blocks)
    for (let e = starts[block]; e < starts[block + 1]; e++) {
      const [p, q] = [users[e] * width, items[e] * width]
      let error = stars[e] - mean - userBiases[users[e]] - itemBiases[items[e]]
      for (let f = 0; f < width; f++) error -= userFactors[p + f] * itemFactors[q + f]
      userBiases[users[e]] += rate * (error - regularization * userBiases[users[e]])
      itemBiases[items[e]] += rate * (error - regularization * itemBiases[items[e]])
      for (let f = 0; f < width; f++) {
        const [own, other] = [userFactors[p + f], itemFactors[q + f]]
        userFactors[p + f] += rate * (error * other - regularization * own)
        itemFactors[q + f] += rate * (error * own - regularization * other)
      }
    }
  }
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
