// The kernels' ground: memory, threads, failures; shown with the simplest kernel.
import { describe, expect, test } from 'vitest'
import { createRandom } from '../random'
import { Kernels, withKernels, type KernelOptions } from './pool'
import * as reference from './references/score'

const ROWS = 1_000
const WIDTH = 12

function normals(seed: number, length: number): Float32Array {
  const { normal } = createRandom(seed)
  return Float32Array.from({ length }, normal)
}

const ROW_VALUES = normals(1, ROWS * WIDTH)
const TASTE = normals(2, WIDTH)

const scoresWith = (options: KernelOptions, step?: (fraction: number) => void) =>
  withKernels(options, (kernels) => {
    const scores = kernels.allocate(Float32Array, ROWS)
    kernels.run('dotRows', ROWS, { chunk: 7, step }, kernels.copy(ROW_VALUES), kernels.copy(TASTE), WIDTH, scores)
    return scores.slice()
  })

describe('kernels', () => {
  test.each(['baseline', undefined] as const)('the %s build computes what its slow twin does', (build) => {
    const expected = new Float32Array(ROWS)
    reference.dotRows(ROW_VALUES, TASTE, expected)
    const scores = scoresWith({ threads: 1, build })
    scores.forEach((score, r) => expect(score).toBeCloseTo(expected[r], 4))
  })

  test('this engine runs fused multiply-adds', () => {
    expect(new Kernels({ threads: 1 }).build).toBe('fma')
  })

  test.each([2, 3, 8])('%i threads give the very same bits as one', (threads) => {
    expect(scoresWith({ threads })).toEqual(scoresWith({ threads: 1 }))
  })

  test('helpers take part of the rows, each with a scratch space of its own', () => {
    withKernels({ threads: 3 }, (kernels) => {
      const seen = kernels.allocate(Float64Array, 64)
      const idle = new Int32Array(new SharedArrayBuffer(4))
      // The caller dawdles after its chunks, so that the helpers, once they have started, get some.
      const step = () => void Atomics.wait(idle, 0, 0, 20)
      kernels.run('noteScratch', seen.length, { chunk: 1, scratch: 128, step }, seen)
      const places = [...new Set(seen)].sort((a, b) => a - b)
      expect(places.length).toBeGreaterThan(1)
      for (const place of places) expect((place - places[0]) % 128).toBe(0)
      expect(seen).not.toContain(0)
    })
  })

  test('jobs that follow each other without a pause are each complete', () => {
    withKernels({ threads: 3 }, (kernels) => {
      const [rows, x] = [kernels.copy(ROW_VALUES), kernels.copy(TASTE)]
      const expected = scoresWith({ threads: 1 })
      for (let round = 0; round < 300; round++) {
        const scores = kernels.allocate(Float32Array, ROWS)
        kernels.run('dotRows', ROWS, { chunk: 50 }, rows, x, WIDTH, scores)
        if (!scores.every((score, r) => score === expected[r])) expect(scores).toEqual(expected)
      }
    })
  })

  test('a kernel that traps on any thread is an error, and the pool goes on working', () => {
    withKernels({ threads: 2 }, (kernels) => {
      const [rows, x] = [kernels.copy(ROW_VALUES), kernels.copy(TASTE)]
      const scores = kernels.allocate(Float32Array, ROWS)
      const idle = new Int32Array(new SharedArrayBuffer(4))
      const step = () => void Atomics.wait(idle, 0, 0, 100)
      const far = 100_000_000
      expect(() => kernels.run('dotRows', far, { chunk: far / 100, step }, rows, x, WIDTH, scores)).toThrow(
        'memory access out of bounds',
      )
      kernels.run('dotRows', ROWS, { chunk: 50 }, rows, x, WIDTH, scores)
      expect(scores).toEqual(scoresWith({ threads: 1 }))
    })
  })

  test('what the caller throws between two chunks ends the run', () => {
    const stop = (fraction: number) => {
      if (fraction > 0.1) throw new Error('told to stop')
    }
    expect(() => scoresWith({ threads: 2 }, stop)).toThrow('told to stop')
  })

  test('the fraction done rises to the whole', () => {
    const fractions: number[] = []
    scoresWith({ threads: 1 }, (fraction) => fractions.push(fraction))
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    expect(fractions.at(-1)).toBe(1)
  })

  test('views stay valid while the memory grows, and new ones hold zeros', () => {
    withKernels({ threads: 2 }, (kernels) => {
      const first = kernels.copy(TASTE)
      const large = kernels.allocate(Float32Array, 10_000_000)
      expect(large.every((value) => value === 0)).toBe(true)
      expect(first).toEqual(TASTE)
      expect(kernels.bytes).toBeGreaterThan(40_000_000)
    })
  })

  test('more than 4 GiB is refused in words', () => {
    withKernels({ threads: 1 }, (kernels) => {
      expect(() => kernels.allocate(Float64Array, 600_000_000)).toThrow(/need 4578 MiB, more than the 4096 MiB/)
      expect(kernels.copy(TASTE)).toEqual(TASTE)
    })
  })

  test('arrays of another memory, wrong counts of arguments and of threads are refused', () => {
    withKernels({ threads: 1 }, (kernels) => {
      const own = kernels.copy(ROW_VALUES)
      const foreign = new Kernels({ threads: 1 }).copy(TASTE)
      expect(() => kernels.run('dotRows', 1, { chunk: 1 }, own, TASTE, WIDTH, own)).toThrow('own memory')
      expect(() => kernels.run('dotRows', 1, { chunk: 1 }, own, foreign, WIDTH, own)).toThrow('own memory')
      expect(() => kernels.run('dotRows', 1, { chunk: 1 }, own)).toThrow('takes 7 arguments, got 4')
      expect(() => kernels.run('dotRows', -1, { chunk: 1 }, own, own, WIDTH, own)).toThrow('Expected rows')
    })
    expect(() => new Kernels({ threads: 0 })).toThrow('1 to 64 threads')
  })
})
