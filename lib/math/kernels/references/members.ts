// The readable twin of assembly/members.ts.

const BLOCK = 65_536

/** Members by block and value: list l holds `members[starts[l]…starts[l+1])`, places within their block. */
export interface MemberLists {
  nBlocks: number
  nValues: number
  starts: Uint32Array
  members: Uint16Array
}

/** sums_m += amounts_v for every member m of the nBlocks × nValues lists from `first` on. O(their members). */
export function addToMembers(lists: MemberLists, first: number, amounts: Int32Array, sums: Int32Array): void {
  const { nBlocks, nValues, starts, members } = lists
  for (let block = 0; block < nBlocks; block++)
    for (let value = 0; value < nValues; value++) {
      const list = first + block * nValues + value
      for (let e = starts[list]; e < starts[list + 1]; e++) sums[block * BLOCK + members[e]] += amounts[value]
    }
}

/** All m of from…to with (sums_m + error) · factors_m ≥ floor, ascending. */
export function listReaching(
  { from, to }: { from: number; to: number },
  sums: Int32Array,
  error: number,
  factors: Float64Array,
  floor: number,
): number[] {
  const all = Array.from({ length: to - from }, (_, i) => from + i)
  return all.filter((m) => (sums[m] + error) * factors[m] >= floor)
}
