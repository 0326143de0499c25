// The ALS kernels beside their readable twin, for every solver, width and number of threads.
import { describe, expect, test } from 'vitest'
import { transposeCsr, type Csr } from '../csr'
import { createRandom } from '../random'
import { AlsSolver, type AlsMethod } from './als'
import type { KernelBuild } from './build'
import { padColumns, paddedTo8, unpadColumns } from './octets'
import { withKernels } from './pool'
import { alsLosses, descendAlsRows, gramOf, solveAlsRows } from './references/als'

const N_ROWS = 40
const N_OTHERS = 150

/** Row r has about r · 4 likes, the first none. */
function createLikes(seed: number): Csr {
  const { next } = createRandom(seed)
  const rows = Array.from({ length: N_ROWS }, (_, row) =>
    Array.from({ length: N_OTHERS }, (_, column) => column).filter(() => next() < row / N_ROWS),
  )
  const indices = Int32Array.from(rows.flat())
  const indptr = new Uint32Array(N_ROWS + 1)
  rows.forEach((row, r) => (indptr[r + 1] = indptr[r] + row.length))
  return { indptr, indices, values: Float32Array.from(indices, () => 1 + next()) }
}

const normals = (seed: number, length: number, scale = 1) => {
  const { normal } = createRandom(seed)
  return Float32Array.from({ length }, () => normal() * scale)
}

const likes = createLikes(3)
const pulls = likes.values.map((value, e) => (e % 5 === 0 ? -0.5 : value))
const ridges = Float32Array.from({ length: N_ROWS }, (_, row) => 0.5 + row / 10)

interface Setting {
  factors: number
  method?: AlsMethod
  threads?: number
  build?: KernelBuild
  rounds?: number
}

const fixedOf = (factors: number) => normals(4, N_OTHERS * factors, 0.3)

/** (N_ROWS × N_OTHERS) every x · y: what does not depend on the axes that kernels turn to. */
function productsOf(x: ArrayLike<number>, y: ArrayLike<number>, width: number): Float64Array {
  const products = new Float64Array(N_ROWS * N_OTHERS)
  for (let r = 0; r < N_ROWS; r++)
    for (let c = 0; c < N_OTHERS; c++)
      for (let f = 0; f < width; f++) products[r * N_OTHERS + c] += x[r * width + f] * y[c * width + f]
  return products
}

/** What the kernels make of the system, from zeros. */
function solve({ factors, method = { kind: 'exact' }, threads = 1, build, rounds = 1 }: Setting): Float64Array {
  const width = paddedTo8(factors)
  return withKernels({ threads, build }, (kernels) => {
    const solver = new AlsSolver(kernels, { width, method, unobservedWeight: 0.2 })
    const side = solver.place(likes, pulls)
    side.ridges.set(ridges)
    const fixed = kernels.allocate(Float32Array, N_OTHERS * width)
    padColumns(fixedOf(factors), factors, width, fixed)
    for (let round = 0; round < rounds; round++) solver.solve(side, { factors: fixed })
    return productsOf(unpadColumns(side.factors, factors, width), unpadColumns(fixed, factors, width), factors)
  })
}

function systemOf(factors: number) {
  const gram = gramOf(fixedOf(factors), factors)
  const base = gram.map((value) => value * 0.2)
  return { system: { likes, pulls, fixed: fixedOf(factors), base, ridges, width: factors }, gram }
}

const solveByReference = (factors: number) =>
  productsOf(solveAlsRows(systemOf(factors).system), fixedOf(factors), factors)

function descendByReference(factors: number, steps: number): Float64Array {
  const { system, gram } = systemOf(factors)
  const moved = descendAlsRows(system, { gram, begin: new Float64Array(N_ROWS * factors), steps })
  return productsOf(moved, fixedOf(factors), factors)
}

/** Two steps of the kernel itself for all rows in one parcel, along axes that need no turning. */
function descendThrough(blockRows: number): Float32Array {
  const width = 16
  return withKernels({ threads: 1 }, (kernels) => {
    const padded = (values: Float32Array) => {
      const target = kernels.allocate(Float32Array, values.length + 8)
      target.set(values)
      return target
    }
    const lengthOf = (row: number) => likes.indptr[row + 1] - likes.indptr[row]
    const order = Uint32Array.from({ length: N_ROWS }, (_, row) => row).sort((a, b) => lengthOf(b) - lengthOf(a))
    const factors = kernels.allocate(Float32Array, N_ROWS * width)
    kernels.run(
      'alsDescend',
      1,
      { chunk: 1, scratch: kernels.call('descendScratch', width, N_ROWS) },
      ...[Uint32Array.of(0, N_ROWS), order, likes.indptr, likes.indices].map((array) => kernels.copy(array)),
      padded(likes.values),
      padded(pulls),
      kernels.copy(fixedOf(width)),
      kernels.copy(new Float32Array(width).fill(3)),
      kernels.copy(new Float32Array(width).fill(0.1)),
      kernels.copy(ridges),
      factors,
      kernels.allocate(Uint32Array, 1),
      width,
      2,
      blockRows,
    )
    return factors.slice()
  })
}

const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, at) => Math.abs(value - b[at])))

describe('the kernels of ALS', () => {
  test.each([1, 5, 8, 20, 64, 72])('%i factors solved exactly are those of the readable twin', (factors) => {
    expect(distance(solve({ factors }), solveByReference(factors))).toBeLessThan(1e-4)
  })

  test('the baseline build agrees as well', () => {
    expect(distance(solve({ factors: 20, build: 'baseline' }), solveByReference(20))).toBeLessThan(1e-4)
  })

  test.each([
    { factors: 5, steps: 1 },
    { factors: 20, steps: 1 },
    { factors: 20, steps: 2 },
    { factors: 64, steps: 3 },
  ])('$steps steps of conjugate gradient on $factors factors are those of the readable twin', ({ factors, steps }) => {
    const reference = descendByReference(factors, steps)
    for (const build of ['fma', 'baseline'] as const)
      expect(distance(solve({ factors, build, method: { kind: 'descend', steps } }), reference)).toBeLessThan(1e-4)
  })

  test('conjugate gradient with enough steps comes to the exact solution, and stays there', () => {
    const exact = solveByReference(20)
    expect(distance(solve({ factors: 20, method: { kind: 'descend', steps: 40 } }), exact)).toBeLessThan(1e-4)
    expect(distance(solve({ factors: 20, method: { kind: 'descend', steps: 2 }, rounds: 30 }), exact)).toBeLessThan(
      1e-4,
    )
  })

  test('blocks come to the same when they are gone through often, and at once when one holds all', () => {
    const exact = solveByReference(20)
    const inBlocks = (size: number): AlsMethod => ({ kind: 'blocks', size, exactFrom: 1000 })
    expect(distance(solve({ factors: 20, method: inBlocks(24) }), exact)).toBeLessThan(1e-4)
    expect(distance(solve({ factors: 20, method: inBlocks(8), rounds: 60 }), exact)).toBeLessThan(1e-3)
  })

  test('rows above the limit of blocks are exact, and only those', () => {
    const mixed = solve({ factors: 20, method: { kind: 'blocks', size: 8, exactFrom: 60 } })
    const exact = solveByReference(20)
    for (let row = 0; row < N_ROWS; row++) {
      const count = likes.indptr[row + 1] - likes.indptr[row]
      const [from, to] = [row * N_OTHERS, (row + 1) * N_OTHERS]
      const off = distance(mixed.subarray(from, to), exact.subarray(from, to))
      if (count === 0 || count >= 60) expect(off).toBeLessThan(1e-4)
      else expect(off).toBeGreaterThan(1e-4)
    }
  })

  test.each<{ name: string; method: AlsMethod }>([
    { name: 'conjugate gradient', method: { kind: 'descend', steps: 2 } },
    { name: 'exact', method: { kind: 'exact' } },
    { name: 'blocks', method: { kind: 'blocks', size: 8, exactFrom: 60 } },
  ])('$name: one, two and three threads give the very same bits', ({ method }) => {
    const one = solve({ factors: 20, method })
    for (const threads of [2, 3]) expect(solve({ factors: 20, threads, method })).toEqual(one)
  })

  test('rows that take their steps together, from block to block of the other side, come out as they do alone', () => {
    const alone = descendThrough(1 << 20)
    expect(alone.some((value) => value !== 0)).toBe(true)
    for (const blockRows of [8, 50]) expect(descendThrough(blockRows)).toEqual(alone)
  })

  test('the loss is the one of the formula', () => {
    const factors = 12
    const width = 16
    const [x, y] = [normals(5, N_ROWS * factors, 0.3), normals(6, N_OTHERS * factors, 0.3)]
    const loss = withKernels({ threads: 2 }, (kernels) => {
      const solver = new AlsSolver(kernels, { width, method: { kind: 'exact' }, unobservedWeight: 0.2 })
      const columnLikes = transposeCsr(likes, N_OTHERS)
      const rows = solver.place(likes, pulls)
      const columns = solver.place(columnLikes, columnLikes.values)
      rows.ridges.set(ridges)
      columns.ridges.fill(0.25)
      padColumns(x, factors, width, rows.factors)
      padColumns(y, factors, width, columns.factors)
      return solver.loss(rows, columns)
    })
    const system = { likes, pulls, fixed: y, base: [], ridges, width: factors }
    const liked = alsLosses(system, x).reduce((sum, part) => sum + part, 0)
    let all = 0
    for (let r = 0; r < N_ROWS; r++)
      for (let c = 0; c < N_OTHERS; c++) {
        let product = 0
        for (let f = 0; f < factors; f++) product += x[r * factors + f] * y[c * factors + f]
        all += 0.2 * product ** 2
      }
    const held = y.reduce((sum, value) => sum + 0.25 * value ** 2, 0)
    expect(loss / (liked + all + held)).toBeCloseTo(1, 5)
  })

  test('a system that single precision cannot solve is an error, not a wrong number', () => {
    const hopeless = () =>
      withKernels({ threads: 1 }, (kernels) => {
        const solver = new AlsSolver(kernels, { width: 8, method: { kind: 'exact' }, unobservedWeight: 0 })
        const side = solver.place(likes, pulls)
        solver.solve(side, { factors: kernels.allocate(Float32Array, N_OTHERS * 8) })
      })
    expect(hopeless).toThrow(/regularization/)
  })
})
