// Sums by member of many lists, and who of the members gets far enough with theirs.
//
// A list belongs to a block of 65,536 members and to a value; it holds its members' places within the block as u16. So of each entry two
// bytes are read, and what is added is the same for a whole list. The reference is ../references/members.ts.

/**
 * sums_m += amounts_v for all m in the list of block b and value v, for nBlocks × nValues lists from `first` on, blocks outermost.
 * `starts` says where each list begins, and so where the one before it ends; amounts and sums are i32.
 */
export function addToMembers(
  first: i32,
  nBlocks: i32,
  nValues: i32,
  starts: usize,
  members: usize,
  amounts: usize,
  sums: usize,
): void {
  let list = starts + (<usize>first << 2)
  for (let block = 0; block < nBlocks; block++) {
    for (let value = 0; value < nValues; value++, list += 4) {
      const begin = members + (<usize>load<u32>(list) << 1)
      const end = members + (<usize>load<u32>(list, 4) << 1)
      addToList(begin, end, load<i32>(amounts + (<usize>value << 2)), sums)
    }
    sums += 65536 << 2
  }
}

@inline
function addToList(at: usize, end: usize, amount: i32, sums: usize): void {
  // Four places by one load.
  for (; at + 8 <= end; at += 8) {
    const four = load<u64>(at)
    add(sums, <usize>(four & 0xffff), amount)
    add(sums, <usize>((four >> 16) & 0xffff), amount)
    add(sums, <usize>((four >> 32) & 0xffff), amount)
    add(sums, <usize>(four >> 48), amount)
  }
  for (; at < end; at += 2) add(sums, <usize>load<u16>(at), amount)
}

@inline
function add(sums: usize, place: usize, amount: i32): void {
  const at = sums + (place << 2)
  store<i32>(at, load<i32>(at) + amount)
}

/**
 * Lists all m of from…to with (sums_m + error) · factors_m ≥ floor, ascending; returns how many. Sums are i32, factors f64; both are read up
 * to three members beyond `to`.
 */
export function listReaching(
  from: i32,
  to: i32,
  sums: usize,
  error: f64,
  factors: usize,
  floor: f64,
  found: usize,
): i32 {
  const errors = f64x2.splat(error)
  const floors = f64x2.splat(floor)
  const begin = found
  for (let m = from; m < to; m += 4) {
    const four = v128.load(sums + (<usize>m << 2))
    const factor = factors + (<usize>m << 3)
    const low = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_s(four), errors), v128.load(factor))
    const high = f64x2.mul(
      f64x2.add(f64x2.convert_low_i32x4_s(i64x2.shuffle(four, four, 1, 1)), errors),
      v128.load(factor, 16),
    )
    let reaching = i64x2.bitmask(f64x2.ge(low, floors)) | (i64x2.bitmask(f64x2.ge(high, floors)) << 2)
    for (; reaching != 0; reaching &= reaching - 1) {
      const member = m + <i32>ctz(reaching)
      if (member >= to) break
      store<i32>(found, member)
      found += 4
    }
  }
  return <i32>((found - begin) >> 2)
}
