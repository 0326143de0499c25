// Scores of a catalogue against tastes: plain products of rows, and the best of them.
import { multiplyOctet } from './shared/octets'
import { dot, madd, sumLanesOf4 } from './shared/simd'

/** As much of the catalogue as stays in the first cache while several persons are scored. */
const CACHED_BYTES: i32 = 32768

/** scores_r = rows_r · x for the rows from…to. `width` is a multiple of 4; the reference is dotRows in ../references/score.ts. */
export function dotRows(from: i32, to: i32, scratch: usize, rows: usize, x: usize, width: i32, scores: usize): void {
  const stride = <usize>width << 2
  for (let r = from; r < to; r++) store<f32>(scores + (<usize>r << 2), dot(rows + <usize>r * stride, x, width))
}

/** scores_r = row_r · x for the octets from…to. */
export function scoreOctets(from: i32, to: i32, scratch: usize, octets: usize, x: usize, width: i32, scores: usize): void {
  const octetBytes = <usize>width << 5
  for (let o = from; o < to; o++) multiplyOctet(octets + <usize>o * octetBytes, x, scores + (<usize>o << 5), width)
}

/**
 * The `n` best items of each person from…to: items ≥ 0 and their scores, best first, ties by index; places left over keep -1 and what
 * `bestScores` held. Bit for bit the scores of {@link scoreOctets}.
 * @param persons (persons × width) f32, @param indptr u32 and @param rated i32 ascending: what each has rated and shall not get,
 * @param known u8 per item, 0 for those never to be listed.
 */
export function bestItems(
  from: i32,
  to: i32,
  scratch: usize,
  octets: usize,
  nItems: i32,
  width: i32,
  persons: usize,
  indptr: usize,
  rated: usize,
  known: usize,
  n: i32,
  best: usize,
  bestScores: usize,
): void {
  for (let at = from * n; at < to * n; at++) {
    store<i32>(best + (<usize>at << 2), -1)
    store<f32>(bestScores + (<usize>at << 2), -Infinity)
  }
  const stride = <usize>width << 2
  const perBlock = max(1, CACHED_BYTES / (width << 5)) << 3
  for (let first = 0; first < nItems; first += perBlock) {
    const last = min(first + perBlock, nItems)
    for (let person = from; person < to; person += 2) {
      // An odd one out is scored twice, and offered once.
      const other = min(person + 1, to - 1)
      const x = persons + <usize>person * stride
      const y = persons + <usize>other * stride
      const places = (<usize>person * <usize>n) << 2
      const otherPlaces = (<usize>other * <usize>n) << 2
      for (let item = first; item < last; item += 4) {
        const octet = octets + <usize>(item >> 3) * (stride << 3) + (<usize>(item & 4) << 4)
        scoreFourForTwo(octet, x, y, width, scratch)
        offerFour(scratch, item, nItems, indptr, rated, known, person, n, best + places, bestScores + places)
        if (other == person) continue
        offerFour(scratch + 16, item, nItems, indptr, rated, known, other, n, best + otherPlaces, bestScores + otherPlaces)
      }
    }
  }
}

/** Four scores of x, then four of y, for half an octet. */
@inline
function scoreFourForTwo(half: usize, x: usize, y: usize, width: i32, scores: usize): void {
  // unroll $r 4
  {
    let own$r = f32x4.splat(0)
    let other$r = f32x4.splat(0)
  }
  const end = x + (<usize>width << 2)
  for (; x < end; x += 16, y += 16, half += 128) {
    const mine = v128.load(x)
    const theirs = v128.load(y)
    // unroll $r 4
    {
      const row$r = v128.load(half, $r * 16)
      own$r = madd(mine, row$r, own$r)
      other$r = madd(theirs, row$r, other$r)
    }
  }
  v128.store(scores, sumLanesOf4(own0, own1, own2, own3))
  v128.store(scores, sumLanesOf4(other0, other1, other2, other3), 16)
}

@inline
function offerFour(
  scores: usize,
  item: i32,
  nItems: i32,
  indptr: usize,
  rated: usize,
  known: usize,
  person: i32,
  n: i32,
  best: usize,
  bestScores: usize,
): void {
  const worst = bestScores + (<usize>(n - 1) << 2)
  if (!v128.any_true(f32x4.gt(v128.load(scores), v128.load32_splat(worst)))) return
  const end = min(4, nItems - item)
  for (let r = 0; r < end; r++) {
    const score = load<f32>(scores + (<usize>r << 2))
    if (!(score > load<f32>(worst)) || load<u8>(known + <usize>(item + r)) == 0) continue
    const rows = indptr + (<usize>person << 2)
    if (!holds(rated, load<u32>(rows), load<u32>(rows, 4), item + r)) insert(best, bestScores, n, item + r, score)
  }
}

/** Whether item is among the ascending rated[low…high). */
function holds(rated: usize, low: u32, high: u32, item: i32): bool {
  while (low < high) {
    const middle = (low + high) >> 1
    const found = load<i32>(rated + (<usize>middle << 2))
    if (found == item) return true
    if (found < item) low = middle + 1
    else high = middle
  }
  return false
}

/** Keeps the places sorted; few items get as far as this. */
function insert(best: usize, bestScores: usize, n: i32, item: i32, score: f32): void {
  let place = <usize>(n - 1) << 2
  for (; place > 0 && load<f32>(bestScores + place - 4) < score; place -= 4) {
    store<f32>(bestScores + place, load<f32>(bestScores + place - 4))
    store<i32>(best + place, load<i32>(best + place - 4))
  }
  store<f32>(bestScores + place, score)
  store<i32>(best + place, item)
}
