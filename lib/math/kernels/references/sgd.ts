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

/** What SVD++ knows of people: z, rows of `width`, and by how much of the steps of p it moves. */
export interface Tastes {
  tastes: Float32Array
  /** (nUsers) */
  zShares: Float32Array
}

/** Ratings of one person that are learned from at once. */
const AT_ONCE = 4

/**
 * One pass over the blocks of a stratum, a person's ratings of a block four at a time, and what is left of them: e = r − r̂ for each, then every
 * parameter x of the film takes x += rate (e ∂r̂/∂x − λ x), and of the person x = (1 − rate λ)ⁿ x + rate Σ e ∂r̂/∂x; z takes its share of that
 * sum. O(ratings width).
 */
export function descendBlocks(
  { blocks, nUsers, groups, indptr, items, stars }: RatingBlocks,
  stratum: number,
  factors: BiasedFactors & Partial<Tastes>,
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

interface Run {
  user: number
  items: Int32Array
  stars: Float32Array
}

function learnAtOnce(
  { user, items, stars }: Run,
  factors: BiasedFactors & Partial<Tastes>,
  { mean, rate, regularization }: Step,
): void {
  const { width, userBiases, itemBiases, userFactors, itemFactors, tastes, zShares } = factors
  const keep = 1 - rate * regularization
  const taste = tasteOf(user, factors)
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
      if (tastes && zShares) tastes[user * width + f] += zShares[user] * rate * error * q[f]
      q[f] = keep * q[f] + rate * error * taste[f]
    }
  })
}

/** (width) p_u + z_u. */
const tasteOf = (user: number, { width, userFactors, tastes }: BiasedFactors & Partial<Tastes>) =>
  Array.from({ length: width }, (_, f) => userFactors[user * width + f] + (tastes?.[user * width + f] ?? 0))

/** Σ (r − r̂)² over a run of ratings. O(ratings width). */
export function squaredStarErrors(
  { user, items, stars }: Run,
  factors: BiasedFactors & Partial<Tastes>,
  mean: number,
): number {
  const { width, userBiases, itemBiases, itemFactors } = factors
  const taste = tasteOf(user, factors)
  return items.reduce((squares, item, j) => {
    const product = taste.reduce((sum, value, f) => sum + value * itemFactors[item * width + f], 0)
    return squares + (stars[j] - mean - userBiases[user] - itemBiases[item] - product) ** 2
  }, 0)
}

/** (nUsers × width) z_u = share_u Σ y_j over what each has rated. O(ratings width). */
export function sumChoices(
  { blocks, nUsers, indptr, items }: RatingBlocks,
  implicitFactors: Float32Array,
  { width, shares }: { width: number; shares: Float32Array },
): Float32Array {
  const tastes = new Float32Array(nUsers * width)
  for (let run = 0; run < blocks * nUsers; run++)
    for (const item of items.subarray(indptr[run], indptr[run + 1]))
      for (let f = 0; f < width; f++)
        tastes[(run % nUsers) * width + f] += shares[run % nUsers] * implicitFactors[item * width + f]
  return tastes
}

/** y_j = kept y_j + share_u (z_u − before_u) for everyone u who rated j, person after person. O(ratings width). */
export function shareChoices(
  { blocks, nUsers, indptr, items }: RatingBlocks,
  implicitFactors: Float32Array,
  {
    width,
    shares,
    tastes,
    before,
    kept,
  }: { width: number; shares: Float32Array; tastes: Float32Array; before: Float32Array; kept: number },
): void {
  for (let run = 0; run < blocks * nUsers; run++)
    for (const item of items.subarray(indptr[run], indptr[run + 1]))
      for (let f = 0; f < width; f++) {
        const at = (run % nUsers) * width + f
        const moved = shares[run % nUsers] * (tastes[at] - before[at])
        implicitFactors[item * width + f] = kept * implicitFactors[item * width + f] + moved
      }
}
