// Sums by member: the kernels against their readable twins, number for number.
import { describe, expect, test } from 'vitest'
import { createRandom } from '../random'
import { Kernels, type KernelOptions } from './pool'
import { addToMembers, listReaching } from './references/members'

const BUILDS: KernelOptions['build'][] = ['baseline', 'fma']
const BLOCK = 65_536
const N_BLOCKS = 3
const N_VALUES = 4
const N_OBJECTS = 20

function randomLists() {
  const random = createRandom(1)
  const lists = Array.from({ length: N_OBJECTS * N_BLOCKS * N_VALUES }, () =>
    Array.from({ length: random.integer(4) * random.integer(30) }, () => random.integer(BLOCK)),
  )
  const starts = new Uint32Array(lists.length + 1)
  lists.forEach((list, l) => (starts[l + 1] = starts[l] + list.length))
  return { nBlocks: N_BLOCKS, nValues: N_VALUES, starts, members: Uint16Array.from(lists.flat()) }
}

describe.each(BUILDS)('members, %s build', (build) => {
  test('sums are those of the plain loop, for lists of any length', () => {
    const kernels = new Kernels({ threads: 1, build })
    const lists = randomLists()
    const starts = kernels.copy(lists.starts)
    const members = kernels.copy(lists.members)
    const amounts = kernels.copy(Int32Array.of(3, -5, 7, 1 << 20))
    const sums = kernels.allocate(Int32Array, N_BLOCKS * BLOCK)
    const expected = new Int32Array(sums.length)
    for (let object = 0; object < N_OBJECTS; object++) {
      const first = object * N_BLOCKS * N_VALUES
      kernels.call('addToMembers', first, N_BLOCKS, N_VALUES, starts, members, amounts, sums)
      addToMembers(lists, first, amounts, expected)
    }
    expect(sums.findIndex((sum, member) => sum !== expected[member])).toBe(-1)
    expect(expected.some((sum) => sum > 0)).toBe(true)
  })

  test('lists everybody who reaches the floor, and nobody outside of the stretch asked for', () => {
    const kernels = new Kernels({ threads: 1, build })
    const random = createRandom(2)
    const n = 301
    const sums = kernels.copy(Int32Array.from({ length: n + 3 }, () => random.integer(200) - 100))
    const factors = kernels.copy(Float64Array.from({ length: n + 3 }, () => random.next()))
    const found = kernels.allocate(Int32Array, n)
    for (const [error, floor] of [
      [0.5, 80],
      [3, 10],
      [200, 0],
      [0, 1e9],
    ])
      for (let from = 0; from < n; from += 7)
        for (const to of [from, Math.min(n, from + 50), n]) {
          const count = kernels.call('listReaching', from, to, sums, error, factors, floor, found)
          expect(Array.from(found.subarray(0, count))).toEqual(listReaching({ from, to }, sums, error, factors, floor))
        }
  })
})
