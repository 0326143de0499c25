// Products of a sparse matrix of likes with itself: rows of its Gram matrix, and each item's most similar others.
//
// Items are renamed by popularity, rank 0 having the most likes, and for an item only the *more popular* ones are added up: every pair is met
// once, and the much-used head of the sums stays in cache. Users' rows hold ranks, ascending, as u16; `places` says where in its user's
// row a like lies, which is how many more popular items that user likes. Shapes: ../../../recsys/models/likes.ts.

/** gram_ij (i ≥ j) = how many users like both, for the ranks from…to; a row of the matrix has `stride` floats. */
export function gramRows(
  from: i32,
  to: i32,
  scratch: usize,
  starts: usize,
  users: usize,
  places: usize,
  rowStarts: usize,
  ranks: usize,
  weights: usize,
  gram: usize,
  stride: i32,
): void {
  for (let rank = from; rank < to; rank++) {
    const sums = gram + ((<usize>rank * <usize>stride) << 2)
    const norm = addMorePopular(rank, starts, users, places, rowStarts, ranks, weights, sums)
    store<f32>(sums + (<usize>rank << 2), norm)
  }
}

/**
 * Offers the pair (i, j) to the collections of both, for the ranks i from…to and all j < i with a common user:
 *
 *     sim(i, j) = Σ_u w_u / (norm_i · norm_j + shrinkage)
 *
 * Collections are borrowed: `lent` has one flag for each of `nSets` sets, of `setBytes` each at `sets`; a set has nItems thresholds, nItems
 * sizes and nItems heaps of k entries. Which thread fills which set is chance; what all sets hold together is not, because a heap keeps the k
 * best in a strict order (similarity, then the more popular), whatever the order of offers. The scratch space holds nItems + 4 sums.
 */
export function offerPairs(
  from: i32,
  to: i32,
  scratch: usize,
  starts: usize,
  users: usize,
  places: usize,
  rowStarts: usize,
  ranks: usize,
  weights: usize,
  norms: usize,
  shrinkage: f32,
  nItems: i32,
  k: i32,
  lent: usize,
  nSets: i32,
  sets: usize,
  setBytes: usize,
): void {
  const borrowed = borrow(lent, nSets)
  const thresholds = sets + <usize>borrowed * setBytes
  memory.fill(scratch, 0, <usize>(nItems + 4) << 2)
  for (let rank = from; rank < to; rank++) {
    addMorePopular(rank, starts, users, places, rowStarts, ranks, weights, scratch)
    offerRow(rank, scratch, norms, shrinkage, thresholds, nItems, k)
  }
  atomic.store<i32>(lent + (<usize>borrowed << 2), 0)
}

/** There are as many sets as threads, so that one is always free. */
function borrow(lent: usize, nSets: i32): i32 {
  let set = 0
  while (atomic.cmpxchg<i32>(lent + (<usize>set << 2), 0, 1) != 0) set = (set + 1) % nSets
  return set
}

/** sums_j += Σ of the weights of the users who like both, for all j more popular than `rank`. @returns the same for `rank` itself. */
function addMorePopular(
  rank: i32,
  starts: usize,
  users: usize,
  places: usize,
  rowStarts: usize,
  ranks: usize,
  weights: usize,
  sums: usize,
): f32 {
  let norm: f32 = 0
  const end = load<u32>(starts + (<usize>rank << 2), 4)
  for (let e = load<u32>(starts + (<usize>rank << 2)); e < end; e++) {
    const user = <usize>load<u32>(users + (<usize>e << 2))
    const weight = load<f32>(weights + (user << 2))
    let at = ranks + (<usize>load<u32>(rowStarts + (user << 2)) << 1)
    const stop = at + (<usize>load<u16>(places + (<usize>e << 1)) << 1)
    // Four ranks by one load.
    for (; at + 8 <= stop; at += 8) {
      const four = load<u64>(at)
      add(sums, <usize>(four & 0xffff), weight)
      add(sums, <usize>((four >> 16) & 0xffff), weight)
      add(sums, <usize>((four >> 32) & 0xffff), weight)
      add(sums, <usize>(four >> 48), weight)
    }
    for (; at < stop; at += 2) add(sums, <usize>load<u16>(at), weight)
    norm += weight
  }
  return norm
}

@inline
function add(sums: usize, rank: usize, weight: f32): void {
  const at = sums + (rank << 2)
  store<f32>(at, load<f32>(at) + weight)
}

/** Turns the sums into similarities, four at a time, offers what may be among the best of either, and leaves the sums at zero. */
function offerRow(rank: i32, sums: usize, norms: usize, shrinkage: f32, thresholds: usize, nItems: i32, k: i32): void {
  const ownNorm = f32x4.splat(load<f32>(norms + (<usize>rank << 2)))
  const shrink = f32x4.splat(shrinkage)
  const zero = f32x4.splat(0)
  const end = <usize>rank << 2
  let ownThreshold = f32x4.splat(load<f32>(thresholds + end))
  for (let at: usize = 0; at < end; at += 16) {
    const common = v128.load(sums + at)
    if (!v128.any_true(common)) continue
    const similar = f32x4.div(common, f32x4.add(f32x4.mul(ownNorm, v128.load(norms + at)), shrink))
    const least = f32x4.min(ownThreshold, v128.load(thresholds + at))
    let wanted = i32x4.bitmask(v128.and(f32x4.gt(common, zero), f32x4.ge(similar, least)))
    if (wanted != 0) {
      v128.store(sums + at, similar)
      for (; wanted != 0; wanted &= wanted - 1) {
        const lane = <usize>ctz(wanted) << 2
        const similarity = load<f32>(sums + at + lane)
        const other = <i32>((at + lane) >> 2)
        offer(thresholds, nItems, k, rank, other, similarity)
        offer(thresholds, nItems, k, other, rank, similarity)
      }
      ownThreshold = f32x4.splat(load<f32>(thresholds + end))
    }
    v128.store(sums + at, zero)
  }
}

/** Keeps (rank, similarity) for an item if it is among its k best so far: a heap with the worst at its root. */
function offer(thresholds: usize, nItems: i32, k: i32, item: i32, rank: i32, similarity: f32): void {
  const counts = thresholds + (<usize>nItems << 2)
  const heap = counts + (<usize>nItems << 2) + ((<usize>item * <usize>k) << 3)
  const count = load<i32>(counts + (<usize>item << 2))
  if (count == k) {
    if (!isWorse(heap, similarity, rank)) return
    siftDown(heap, k, rank, similarity)
  } else {
    siftUp(heap, count, rank, similarity)
    store<i32>(counts + (<usize>item << 2), count + 1)
    if (count + 1 < k) return
  }
  store<f32>(thresholds + (<usize>item << 2), load<f32>(heap))
}

function siftUp(heap: usize, count: i32, rank: i32, similarity: f32): void {
  let at = count
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (isWorse(heap + (<usize>parent << 3), similarity, rank)) break
    move(heap, parent, at)
    at = parent
  }
  put(heap, at, rank, similarity)
}

function siftDown(heap: usize, k: i32, rank: i32, similarity: f32): void {
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= k) break
    const next = heap + (<usize>(child + 1) << 3)
    if (child + 1 < k && isWorse(next, load<f32>(heap + (<usize>child << 3)), load<i32>(heap + (<usize>child << 3), 4))) child++
    if (!isWorse(heap + (<usize>child << 3), similarity, rank)) break
    move(heap, child, at)
    at = child
  }
  put(heap, at, rank, similarity)
}

/** Whether an entry is less similar, or as similar and less popular. */
@inline
function isWorse(entry: usize, similarity: f32, rank: i32): bool {
  const own = load<f32>(entry)
  return own < similarity || (own == similarity && load<i32>(entry, 4) > rank)
}

@inline
function move(heap: usize, from: i32, to: i32): void {
  store<u64>(heap + (<usize>to << 3), load<u64>(heap + (<usize>from << 3)))
}

@inline
function put(heap: usize, at: i32, rank: i32, similarity: f32): void {
  store<f32>(heap + (<usize>at << 3), similarity)
  store<i32>(heap + (<usize>at << 3), rank, 4)
}
