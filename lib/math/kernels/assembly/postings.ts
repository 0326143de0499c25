// Weighted sums of sparse columns, and which sums reach a floor. The reference is ../references/postings.ts.

/**
 * sums_r += weights_c · value_rc over all entries of `count` columns, in the order given. A column's entries lie from starts[c] to starts[c + 1]:
 * i32 rows, each at most once, and f32 values. Each product and sum is made in double precision and rounded once, as JavaScript does it.
 */
export function addColumns(
  columns: usize,
  weights: usize,
  count: i32,
  starts: usize,
  rows: usize,
  values: usize,
  sums: usize,
): void {
  for (const end = columns + (<usize>count << 2); columns < end; columns += 4, weights += 4) {
    const weight = <f64>load<f32>(weights)
    const bounds = starts + (<usize>load<i32>(columns) << 2)
    const last = <usize>load<u32>(bounds, 4) << 2
    for (let e = <usize>load<u32>(bounds) << 2; e < last; e += 4) {
      const at = sums + (<usize>load<i32>(rows + e) << 2)
      store<f32>(at, <f32>(<f64>load<f32>(at) + weight * <f64>load<f32>(values + e)))
    }
  }
}

/** Lists all r of from…to with sums_r ≥ floor, ascending; returns how many. Up to three sums beyond `to` are read. */
export function listAtLeast(from: i32, to: i32, sums: usize, floor: f32, found: usize): i32 {
  const floors = f32x4.splat(floor)
  const begin = found
  for (let r = from; r < to; r += 4) {
    let reaching = i32x4.bitmask(f32x4.ge(v128.load(sums + (<usize>r << 2)), floors))
    for (; reaching != 0; reaching &= reaching - 1) {
      const row = r + <i32>ctz(reaching)
      if (row >= to) break
      store<i32>(found, row)
      found += 4
    }
  }
  return <i32>((found - begin) >> 2)
}
