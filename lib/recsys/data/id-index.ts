// From external ids to row numbers: a table where ids lie close together, a binary search where they do not.

/** Beyond this many empty places per id a table would waste more memory than it saves time. */
const SPREAD = 16
const SMALL_TABLE = 1 << 20

/**
 * The distinct ids, ascending. O(ids + span) where the ids lie close together, else O(d log d) for d distinct ones.
 * @param ids any order, duplicates allowed.
 */
export function distinctIds(ids: Int32Array): Int32Array {
  const span = spanOf(ids)
  if (!fitsTable(span.size, ids.length)) return Int32Array.from(new Set(ids)).sort()
  const seen = new Uint8Array(span.size)
  let count = 0
  for (let i = 0; i < ids.length; i++) {
    const at = ids[i] - span.low
    count += 1 - seen[at]
    seen[at] = 1
  }
  const distinct = new Int32Array(count)
  for (let at = 0, filled = 0; at < span.size; at++) if (seen[at]) distinct[filled++] = at + span.low
  return distinct
}

/**
 * The row number of every id, -1 for those that are not among `sorted`. O(ids + span), or O(ids log sorted) for scattered ids.
 * @param ids (n) any order.
 * @param sorted distinct, ascending.
 * @returns (n) indices into `sorted`.
 */
export function indicesOf(ids: Int32Array, sorted: Int32Array): Int32Array {
  const found = new Int32Array(ids.length)
  const low = sorted.length > 0 ? sorted[0] : 0
  const size = sorted.length > 0 ? sorted[sorted.length - 1] - low + 1 : 0
  if (!fitsTable(size, ids.length)) {
    for (let i = 0; i < ids.length; i++) found[i] = binarySearch(sorted, ids[i])
    return found
  }
  const table = new Int32Array(size).fill(-1)
  for (let index = 0; index < sorted.length; index++) table[sorted[index] - low] = index
  for (let i = 0; i < ids.length; i++) {
    const at = ids[i] - low
    found[i] = at >= 0 && at < size ? table[at] : -1
  }
  return found
}

/** Position of `value` in an ascending array, or -1. O(log n). */
export function binarySearch(sorted: Int32Array, value: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    if (sorted[middle] === value) return middle
    if (sorted[middle] < value) low = middle + 1
    else high = middle - 1
  }
  return -1
}

const fitsTable = (size: number, count: number) => size <= Math.max(SMALL_TABLE, SPREAD * count)

function spanOf(ids: Int32Array): { low: number; size: number } {
  if (ids.length === 0) return { low: 0, size: 0 }
  let low = ids[0]
  let high = ids[0]
  for (let i = 1; i < ids.length; i++) {
    if (ids[i] < low) low = ids[i]
    else if (ids[i] > high) high = ids[i]
  }
  return { low, size: high - low + 1 }
}
