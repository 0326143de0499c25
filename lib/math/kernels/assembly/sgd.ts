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
 */
@inline
function learnRun(
  e: u32, end: u32, items: usize, stars: usize, p: usize, userBias: usize, itemBiases: usize, itemFactors: usize,
  stride: usize, mean: f32, rate: f32, keep1: f32,
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
      const own = v128.load(p + f)
      // unroll $r $n
      sum$r = madd(own, v128.load(q$r + f), sum$r)
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
      let moved = f32x4.mul(ownKeeps, own)
      // unroll $r $n
      {
        const other$r = v128.load(q$r + f)
        moved = madd(pulls$r, other$r, moved)
        v128.store(q$r + f, madd(pulls$r, own, f32x4.mul(keeps, other$r)))
      }
      v128.store(p + f, moved)
    }
  }
}

/**
 * One pass over a stratum: row b is the block of people b and films (b + stratum) mod blocks, so that no two rows share a person or a film.
 * People of group b are `groups[b]…groups[b + 1]`; person u gave films of group g the ratings `indptr[k]…indptr[k + 1]`, k = g nUsers + u.
 * The reference is descendBlocks in ../references/sgd.ts.
 */
export function descendBlocks(
  from: i32, to: i32, scratch: usize,
  groups: usize, indptr: usize, items: usize, stars: usize,
  userBiases: usize, itemBiases: usize, userFactors: usize, itemFactors: usize,
  nUsers: i32, width: i32, blocks: i32, stratum: i32, mean: f32, rate: f32, regularization: f32,
): void {
  const stride = <usize>width << 2
  const keep: f32 = 1 - rate * regularization
  for (let b = from; b < to; b++) {
    const runs = indptr + (<usize>(((b + stratum) % blocks) * nUsers) << 2)
    const last = <usize>load<u32>(groups + (<usize>b << 2), 4)
    for (let user = <usize>load<u32>(groups + (<usize>b << 2)); user < last; user++) {
      const run = runs + (user << 2)
      learnRun(
        load<u32>(run), load<u32>(run, 4), items, stars, userFactors + user * stride, userBiases + (user << 2), itemBiases, itemFactors,
        stride, mean, rate, keep,
      )
    }
  }
}

/**
 * sums_k = Σ (r − r̂)² over the ratings of run k, in f64: person k mod nUsers, as of descendBlocks; or all of a person's ratings and r̂ as of
 * descendPeople, where there are implicit factors (address 0 where not). Scratch: width floats. The reference is in ../references/sgd.ts.
 */
export function squaredStarErrors(
  from: i32, to: i32, scratch: usize,
  indptr: usize, items: usize, stars: usize,
  userBiases: usize, itemBiases: usize, userFactors: usize, itemFactors: usize, implicitFactors: usize,
  nUsers: i32, width: i32, mean: f32, sums: usize,
): void {
  const stride = <usize>width << 2
  for (let run = from; run < to; run++) {
    const user = <usize>(run % nUsers)
    const start = load<u32>(indptr + (<usize>run << 2))
    const end = load<u32>(indptr + (<usize>run << 2), 4)
    const known = mean + load<f32>(userBiases + (user << 2))
    let taste = userFactors + user * stride
    if (implicitFactors && end > start) {
      sumRows(scratch, implicitFactors, items, start, end, stride, 1 / sqrt<f32>(<f32>(end - start)))
      for (let f: usize = 0; f < stride; f += 16) v128.store(scratch + f, f32x4.add(v128.load(scratch + f), v128.load(taste + f)))
      taste = scratch
    }
    let sum: f64 = 0
    for (let e = start; e < end; e++) {
      const item = <usize>load<i32>(items + (<usize>e << 2))
      const expected = known + load<f32>(itemBiases + (item << 2)) + dot(taste, itemFactors + item * stride, width)
      const error = <f64>(load<f32>(stars + (<usize>e << 2)) - expected)
      sum += error * error
    }
    store<f64>(sums + (<usize>run << 3), sum)
  }
}

/**
 * SVD++, people from…to of `order`, one after the other: r̂ = mean + b_u + b_i + (p_u + z_u) · q_i with z_u = |N|^-½ Σ_{j ∈ N} y_j.
 * While a person is learned from, z itself takes the steps that Σ y_j would; afterwards they are shared out among the y_j, which is the same.
 * Steps of the y_j are divided by |N|: a person moves them by their mean error, however much they have rated.
 * Scratch: 2 width floats. The reference is descendPeople in ../references/sgd.ts.
 */
export function descendPeople(
  from: i32, to: i32, scratch: usize,
  order: usize, indptr: usize, items: usize, stars: usize,
  userBiases: usize, itemBiases: usize, userFactors: usize, itemFactors: usize, implicitFactors: usize,
  width: i32, mean: f32, rate: f32, regularization: f32, implicitRate: f32, implicitRegularization: f32,
): void {
  const stride = <usize>width << 2
  const before = scratch + stride
  const keep: f32 = 1 - rate * regularization
  for (let place = from; place < to; place++) {
    const user = <usize>load<i32>(order + (<usize>place << 2))
    const start = load<u32>(indptr + (user << 2))
    const end = load<u32>(indptr + (user << 2) + 4)
    if (end === start) continue
    const n = <f32>(end - start)
    const share: f32 = 1 / sqrt<f32>(n)
    sumRows(scratch, implicitFactors, items, start, end, stride, share)
    memory.copy(before, scratch, stride)
    const p = userFactors + user * stride
    const ub = userBiases + (user << 2)
    for (let e = start; e < end; e++) {
      const item = <usize>load<i32>(items + (<usize>e << 2))
      const q = itemFactors + item * stride
      const ib = itemBiases + (item << 2)
      const taste = dot(p, q, width) + dot(scratch, q, width)
      const pull = rate * (load<f32>(stars + (<usize>e << 2)) - mean - load<f32>(ub) - load<f32>(ib) - taste)
      nudge(ub, pull, keep)
      nudge(ib, pull, keep)
      stepWithImplicit(p, scratch, q, stride, pull, keep, implicitRate / (rate * n))
    }
    const kept: f32 = 1 - implicitRate * implicitRegularization
    shareOut(implicitFactors, items, start, end, stride, scratch, before, share, kept)
  }
}

/** z = share Σ y_j over the ratings start…end. */
@inline
function sumRows(z: usize, y: usize, items: usize, start: u32, end: u32, stride: usize, share: f32): void {
  memory.fill(z, 0, stride)
  for (let e = start; e < end; e++) {
    const row = y + <usize>load<i32>(items + (<usize>e << 2)) * stride
    for (let at: usize = 0; at < stride; at += 16)
      v128.store(z + at, f32x4.add(v128.load(z + at), v128.load(row + at)))
  }
  const shares = f32x4.splat(share)
  for (let at: usize = 0; at < stride; at += 16) v128.store(z + at, f32x4.mul(shares, v128.load(z + at)))
}

@inline
function stepWithImplicit(
  p: usize, z: usize, q: usize, stride: usize, pull: f32, keep: f32, implicitShare: f32,
): void {
  const pulls = f32x4.splat(pull)
  const implicitPulls = f32x4.splat(pull * implicitShare)
  const keeps = f32x4.splat(keep)
  for (let at: usize = 0; at < stride; at += 16) {
    const own = v128.load(p + at)
    const implicit = v128.load(z + at)
    const other = v128.load(q + at)
    v128.store(p + at, madd(pulls, other, f32x4.mul(keeps, own)))
    v128.store(z + at, madd(implicitPulls, other, implicit))
    v128.store(q + at, madd(pulls, f32x4.add(own, implicit), f32x4.mul(keeps, other)))
  }
}

/** y_j = kept y_j + share (z − before). */
@inline
function shareOut(
  y: usize, items: usize, start: u32, end: u32, stride: usize, z: usize, before: usize, share: f32, kept: f32,
): void {
  const shares = f32x4.splat(share)
  const keeps = f32x4.splat(kept)
  for (let at: usize = 0; at < stride; at += 16)
    v128.store(z + at, f32x4.mul(shares, f32x4.sub(v128.load(z + at), v128.load(before + at))))
  for (let e = start; e < end; e++) {
    const row = y + <usize>load<i32>(items + (<usize>e << 2)) * stride
    for (let at: usize = 0; at < stride; at += 16)
      v128.store(row + at, madd(keeps, v128.load(row + at), v128.load(z + at)))
  }
}
