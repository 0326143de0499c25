// The ALS kernels beside their readable twin, for every solver, width and number of threads.
import { describe, expect, test } from 'vitest'
import { transposeCsr, type Csr } from '../csr'
import { createRandom } from '../random'
import { AlsSolver, type AlsOptions } from './als'
import type { KernelBuild } from './build'
import { padColumns, paddedTo8, unpadColumns } from './octets'
import { withKernels } from './pool'
import { alsLosses, gramOf, solveAlsRows } from './references/als'

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

interface Setting extends Partial<AlsOptions> {
  factors: number
  threads?: number
  build?: KernelBuild
  rounds?: number
}

/** What the kernels make of the system, from zeros. */
function solve({ factors, threads = 1, build, rounds = 1, ...options }: Setting): Float32Array {
  const width = paddedTo8(factors)
  return withKernels({ threads, build }, (kernels) => {
    const solver = new AlsSolver(kernels, {
      width,
      exactFrom: 1,
      cgSteps: 3,
      block: 0,
      unobservedWeight: 0.2,
      ...options,
    })
    const side = solver.place(likes, pulls)
    side.ridges.set(ridges)
    const fixed = kernels.allocate(Float32Array, N_OTHERS * width)
    padColumns(normals(4, N_OTHERS * factors, 0.3), factors, width, fixed)
    for (let round = 0; round < rounds; round++) solver.solve(side, { factors: fixed })
    return unpadColumns(side.factors, factors, width)
  })
}

function solveByReference(factors: number): Float64Array {
  const fixed = normals(4, N_OTHERS * factors, 0.3)
  const base = gramOf(fixed, factors).map((value) => value * 0.2)
  return solveAlsRows({ likes, pulls, fixed, base, ridges, width: factors })
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

  test('conjugate gradient with enough steps comes to the same', () => {
    expect(distance(solve({ factors: 20, exactFrom: 1000, cgSteps: 40 }), solveByReference(20))).toBeLessThan(1e-3)
  })

  test('blocks come to the same when they are gone through often, and at once when one holds all', () => {
    const exact = solveByReference(20)
    expect(distance(solve({ factors: 20, exactFrom: 1000, block: 24 }), exact)).toBeLessThan(1e-4)
    expect(distance(solve({ factors: 20, exactFrom: 1000, block: 8, rounds: 60 }), exact)).toBeLessThan(1e-3)
  })

  test('rows above the limit are exact, and only those', () => {
    const [mixed, exact] = [solve({ factors: 20, exactFrom: 60, cgSteps: 1 }), solveByReference(20)]
    for (let row = 0; row < N_ROWS; row++) {
      const count = likes.indptr[row + 1] - likes.indptr[row]
      const [from, to] = [row * 20, row * 20 + 20]
      const off = distance(mixed.subarray(from, to), exact.subarray(from, to))
      if (count === 0 || count >= 60) expect(off).toBeLessThan(1e-4)
      else expect(off).toBeGreaterThan(1e-4)
    }
  })

  test.each([
    { name: 'conjugate gradient', exactFrom: 60 },
    { name: 'exact', exactFrom: 1 },
    { name: 'blocks', exactFrom: 60, block: 8 },
  ])('$name: one, two and three threads give the very same bits', ({ name: _, ...options }) => {
    const one = solve({ factors: 20, ...options })
    for (const threads of [2, 3]) expect(solve({ factors: 20, threads, ...options })).toEqual(one)
  })

  test('the loss is the one of the formula', () => {
    const factors = 12
    const width = 16
    const [x, y] = [normals(5, N_ROWS * factors, 0.3), normals(6, N_OTHERS * factors, 0.3)]
    const loss = withKernels({ threads: 2 }, (kernels) => {
      const options = { width, exactFrom: 1, cgSteps: 1, block: 0, unobservedWeight: 0.2 }
      const solver = new AlsSolver(kernels, options)
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
        const options = { width: 8, exactFrom: 1, cgSteps: 1, block: 0, unobservedWeight: 0 }
        const solver = new AlsSolver(kernels, options)
        const side = solver.place(likes, pulls)
        solver.solve(side, { factors: kernels.allocate(Float32Array, N_OTHERS * 8) })
      })
    expect(hopeless).toThrow(/regularization/)
  })
})
