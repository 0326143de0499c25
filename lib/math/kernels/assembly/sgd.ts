// Stochastic gradient descent on a biased factorisation of stars: r̂ = mean + b_u + b_i + p_u · q_i.
import { dot, madd, sumLanes } from './shared/simd'

/** Bytes of what is unrolled: eight vectors. */
const STRIDE: usize = 128

/** p · q over `bytes` of a row. */
@inline
function product(p: usize, q: usize, bytes: usize): f32 {
  // unroll $v 4
  let sum$v = f32x4.splat(0)
  const end = p + bytes
  const unrolled = p + (bytes & ~(STRIDE - 1))
  for (; p < unrolled; p += STRIDE, q += STRIDE) {
    // unroll $h 2, $v 4
    sum$v = madd(v128.load(p, $h * 64 + $v * 16), v128.load(q, $h * 64 + $v * 16), sum$v)
  }
  for (; p < end; p += 16, q += 16) sum0 = madd(v128.load(p), v128.load(q), sum0)
  return sumLanes(f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3)))
}

/** p = keep p + pull q, q = keep q + pull p: p += rate (error q − λ p) and so on, with pull = rate error, keep = 1 − rate λ. */
@inline
function step(p: usize, q: usize, bytes: usize, pull: f32, keep: f32): void {
  const pulls = f32x4.splat(pull)
  const keeps = f32x4.splat(keep)
  const end = p + bytes
  const unrolled = p + (bytes & ~(STRIDE - 1))
  for (; p < unrolled; p += STRIDE, q += STRIDE) {
    // unroll $v 8
    {
      const own$v = v128.load(p, $v * 16)
      const other$v = v128.load(q, $v * 16)
      v128.store(p, madd(pulls, other$v, f32x4.mul(keeps, own$v)), $v * 16)
      v128.store(q, madd(pulls, own$v, f32x4.mul(keeps, other$v)), $v * 16)
    }
  }
  for (; p < end; p += 16, q += 16) {
    const own = v128.load(p)
    const other = v128.load(q)
    v128.store(p, madd(pulls, other, f32x4.mul(keeps, own)))
    v128.store(q, madd(pulls, own, f32x4.mul(keeps, other)))
  }
}

@inline
function nudge(at: usize, pull: f32, keep: f32): void {
  store<f32>(at, load<f32>(at) * keep + pull)
}

// What descendBlocks works on, for the functions below: one instance of the module is one thread.
let starsAt: usize = 0
let usersAt: usize = 0
let itemsAt: usize = 0
let userBiasesAt: usize = 0
let itemBiasesAt: usize = 0
let userFactorsAt: usize = 0
let itemFactorsAt: usize = 0

/** r − r̂ of rating e. */
@inline
function errorOf(e: u32, stride: usize, mean: f32): f32 {
  const at = <usize>e << 2
  const user = <usize>load<i32>(usersAt + at)
  const item = <usize>load<i32>(itemsAt + at)
  const biases = load<f32>(userBiasesAt + (user << 2)) + load<f32>(itemBiasesAt + (item << 2))
  return load<f32>(starsAt + at) - mean - biases - product(userFactorsAt + user * stride, itemFactorsAt + item * stride, stride)
}

/** Moves everything that rating e depends on. */
@inline
function move(e: u32, stride: usize, pull: f32, keep: f32): void {
  const at = <usize>e << 2
  const user = <usize>load<i32>(usersAt + at)
  const item = <usize>load<i32>(itemsAt + at)
  nudge(userBiasesAt + (user << 2), pull, keep)
  nudge(itemBiasesAt + (item << 2), pull, keep)
  step(userFactorsAt + user * stride, itemFactorsAt + item * stride, stride, pull, keep)
}

/** Whether ratings e and e + 1 are of one person or one film. */
@inline
function areBound(e: u32): bool {
  const at = <usize>e << 2
  return load<i32>(usersAt + at) == load<i32>(usersAt + at, 4) || load<i32>(itemsAt + at) == load<i32>(itemsAt + at, 4)
}

/**
 * One pass over a stratum: row b is the block of people b and films (b + stratum) mod blocks, so that no two rows share a person or a film.
 * The ratings of block k are `starts[k]…starts[k + 1]`. Two ratings in a row that share neither are learned from side by side, which changes no bit:
 * the processor works on one while it waits for the other. The reference is descendBlocks in ../references/sgd.ts.
 */
export function descendBlocks(
  from: i32, to: i32, scratch: usize,
  starts: usize, users: usize, items: usize, stars: usize,
  userBiases: usize, itemBiases: usize, userFactors: usize, itemFactors: usize,
  width: i32, blocks: i32, stratum: i32, mean: f32, rate: f32, regularization: f32,
): void {
  usersAt = users
  itemsAt = items
  starsAt = stars
  userBiasesAt = userBiases
  itemBiasesAt = itemBiases
  userFactorsAt = userFactors
  itemFactorsAt = itemFactors
  const stride = <usize>width << 2
  const keep: f32 = 1 - rate * regularization
  for (let b = from; b < to; b++) {
    const block = b * blocks + ((b + stratum) % blocks)
    const end = load<u32>(starts + (<usize>(block + 1) << 2))
    for (let e = load<u32>(starts + (<usize>block << 2)); e < end; e++) {
      const pull = rate * errorOf(e, stride, mean)
      if (e + 1 == end || areBound(e)) {
        move(e, stride, pull, keep)
        continue
      }
      const nextPull = rate * errorOf(e + 1, stride, mean)
      move(e, stride, pull, keep)
      move(++e, stride, nextPull, keep)
    }
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
