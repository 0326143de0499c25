// Stochastic gradient descent on a biased factorisation of stars: r̂ = mean + b_u + b_i + p_u · q_i.
import { dot, madd, sumLanes } from './shared/simd'

@inline
function nudge(at: usize, pull: f32, keep: f32): void {
  store<f32>(at, load<f32>(at) * keep + pull)
}

/**
 * Learns from the ratings e…end of one person, four at once and then what is left: their errors are those of one p, then
 * q_j = keep q_j + pull_j p and p = keepⁿ p + Σ_j pull_j q_j with pull = rate error, keep = 1 − rate λ. So a row of films is read twice and written
 * once, p as often for all four, and the processor adds up three products while it waits for the fourth; for eight it has no registers.
 *
 * With `chosen`, known when this is compiled, p + z is in the place of p but in its own step, and z = z + zShare Σ_j pull_j q_j.
 */
@inline
function learnRun(
  e: u32, end: u32, items: usize, stars: usize, p: usize, userBias: usize, itemBiases: usize, itemFactors: usize,
  stride: usize, mean: f32, rate: f32, keep1: f32, chosen: bool, z: usize, zShare: f32,
): void {
  const keep2 = keep1 * keep1
  const keep3 = keep2 * keep1
  const keep4 = keep2 * keep2
  const keeps = f32x4.splat(keep1)
  // unroll $n 4|3|2|1
  for (; e + $n <= end; e += $n) {
    const at = <usize>e << 2
    // unroll $r $n
    {
      const item$r = <usize>load<i32>(items + at, $r * 4)
      const itemBias$r = itemBiases + (item$r << 2)
      const q$r = itemFactors + item$r * stride
      let sum$r = f32x4.splat(0)
    }
    for (let f: usize = 0; f < stride; f += 16) {
      const taste = chosen ? f32x4.add(v128.load(p + f), v128.load(z + f)) : v128.load(p + f)
      // unroll $r $n
      sum$r = madd(taste, v128.load(q$r + f), sum$r)
    }
    const known = mean + load<f32>(userBias)
    let pull: f32 = 0
    // unroll $r $n
    {
      const pull$r = rate * (load<f32>(stars + at, $r * 4) - known - load<f32>(itemBias$r) - sumLanes(sum$r))
      const pulls$r = f32x4.splat(pull$r)
      nudge(itemBias$r, pull$r, keep1)
      pull += pull$r
    }
    nudge(userBias, pull, keep$n)
    const ownKeeps = f32x4.splat(keep$n)
    for (let f: usize = 0; f < stride; f += 16) {
      const own = v128.load(p + f)
      const taste = chosen ? f32x4.add(own, v128.load(z + f)) : own
      let moved = chosen ? f32x4.splat(0) : f32x4.mul(ownKeeps, own)
      // unroll $r $n
      {
        const other$r = v128.load(q$r + f)
        moved = madd(pulls$r, other$r, moved)
        v128.store(q$r + f, madd(pulls$r, taste, f32x4.mul(keeps, other$r)))
      }
      if (chosen) v128.store(z + f, madd(f32x4.splat(zShare), moved, v128.load(z + f)))
      v128.store(p + f, chosen ? madd(ownKeeps, own, moved) : moved)
    }
  }
}

/**
 * One pass over a stratum: row b is the block of people b and films (b + stratum) mod blocks, so that no two rows share a person or a film.
 * People of group b are `groups[b]…groups[b + 1]`; person u gave films of group g the ratings `indptr[k]…indptr[k + 1]`, k = g nUsers + u.
 *
 * SVD++ has rows z of people, too, at `tastes` (elsewhere that is 0): r̂ = mean + b_u + b_i + (p_u + z_u) · q_i, and z_u takes zShares_u of the
 * steps of p_u, without λ: those that share_u Σ y_j would. The reference is descendBlocks in ../references/sgd.ts.
 */
export function descendBlocks(
  from: i32, to: i32, scratch: usize,
  groups: usize, indptr: usize, items: usize, stars: usize,
  userBiases: usize, itemBiases: usize, userFactors: usize, itemFactors: usize, tastes: usize, zShares: usize,
  nUsers: i32, width: i32, blocks: i32, stratum: i32, mean: f32, rate: f32, regularization: f32,
): void {
  const stride = <usize>width << 2
  const keep: f32 = 1 - rate * regularization
  for (let b = from; b < to; b++) {
    const runs = indptr + (<usize>(((b + stratum) % blocks) * nUsers) << 2)
    const last = <usize>load<u32>(groups + (<usize>b << 2), 4)
    for (let user = <usize>load<u32>(groups + (<usize>b << 2)); user < last; user++) {
      const start = load<u32>(runs + (user << 2))
      const end = load<u32>(runs + (user << 2), 4)
      const p = userFactors + user * stride
      const bias = userBiases + (user << 2)
      if (tastes) {
        const zShare = load<f32>(zShares + (user << 2))
        const z = tastes + user * stride
        learnRun(start, end, items, stars, p, bias, itemBiases, itemFactors, stride, mean, rate, keep, true, z, zShare)
      } else learnRun(start, end, items, stars, p, bias, itemBiases, itemFactors, stride, mean, rate, keep, false, 0, 0)
    }
  }
}

/** sums_k = Σ (r − r̂)² over the ratings of run k, of person k mod nUsers, in f64; z at `tastes`, 0 if none. The reference is in ../references/sgd.ts. */
export function squaredStarErrors(
  from: i32, to: i32, scratch: usize,
  indptr: usize, items: usize, stars: usize,
  userBiases: usize, itemBiases: usize, userFactors: usize, itemFactors: usize, tastes: usize,
  nUsers: i32, width: i32, mean: f32, sums: usize,
): void {
  const stride = <usize>width << 2
  for (let run = from; run < to; run++) {
    const user = <usize>(run % nUsers)
    const end = load<u32>(indptr + (<usize>run << 2), 4)
    const known = mean + load<f32>(userBiases + (user << 2))
    let sum: f64 = 0
    for (let e = load<u32>(indptr + (<usize>run << 2)); e < end; e++) {
      const item = <usize>load<i32>(items + (<usize>e << 2))
      const q = itemFactors + item * stride
      let product = dot(userFactors + user * stride, q, width)
      if (tastes) product += dot(tastes + user * stride, q, width)
      const error = <f64>(load<f32>(stars + (<usize>e << 2)) - known - load<f32>(itemBiases + (item << 2)) - product)
      sum += error * error
    }
    store<f64>(sums + (<usize>run << 3), sum)
  }
}

/** z_u = before_u = share_u Σ y_j over what person u has rated, in runs of all groups. The reference is sumChoices in ../references/sgd.ts. */
export function sumChoices(
  from: i32, to: i32, scratch: usize,
  indptr: usize, items: usize, implicitFactors: usize, nUsers: i32, blocks: i32, width: i32, shares: usize, tastes: usize, before: usize,
): void {
  const stride = <usize>width << 2
  for (let user = from; user < to; user++) {
    const z = tastes + <usize>user * stride
    memory.fill(z, 0, stride)
    for (let run = user; run < blocks * nUsers; run += nUsers) {
      const end = load<u32>(indptr + (<usize>run << 2), 4)
      for (let e = load<u32>(indptr + (<usize>run << 2)); e < end; e++) {
        const y = implicitFactors + <usize>load<i32>(items + (<usize>e << 2)) * stride
        for (let f: usize = 0; f < stride; f += 16) v128.store(z + f, f32x4.add(v128.load(z + f), v128.load(y + f)))
      }
    }
    const share = f32x4.splat(load<f32>(shares + (<usize>user << 2)))
    for (let f: usize = 0; f < stride; f += 16) v128.store(z + f, f32x4.mul(share, v128.load(z + f)))
    memory.copy(before + <usize>user * stride, z, stride)
  }
}

/**
 * Shares out what everybody's z has moved among the y of the films of groups from…to: y_j = kept y_j + share_u (z_u − before_u), person after person.
 * Scratch: width floats. The reference is shareChoices in ../references/sgd.ts.
 */
export function shareChoices(
  from: i32, to: i32, scratch: usize,
  indptr: usize, items: usize, implicitFactors: usize, nUsers: i32, width: i32, shares: usize, tastes: usize, before: usize, kept: f32,
): void {
  const stride = <usize>width << 2
  const keeps = f32x4.splat(kept)
  for (let group = from; group < to; group++)
    for (let user = 0; user < nUsers; user++) {
      const run = <usize>(group * nUsers + user) << 2
      const end = load<u32>(indptr + run, 4)
      const row = <usize>user * stride
      const share = f32x4.splat(load<f32>(shares + (<usize>user << 2)))
      for (let f: usize = 0; f < stride; f += 16)
        v128.store(scratch + f, f32x4.mul(share, f32x4.sub(v128.load(tastes + row + f), v128.load(before + row + f))))
      for (let e = load<u32>(indptr + run); e < end; e++) {
        const y = implicitFactors + <usize>load<i32>(items + (<usize>e << 2)) * stride
        for (let f: usize = 0; f < stride; f += 16) v128.store(y + f, madd(keeps, v128.load(y + f), v128.load(scratch + f)))
      }
    }
}
