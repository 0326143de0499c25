// Implicit ALS beside implicit's: the same objective, time for an iteration and time until the same training loss.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { transposeCsr, type Csr } from '@/lib/math/csr'
import { AlsSolver } from '@/lib/math/kernels/als'
import { withKernels } from '@/lib/math/kernels/pool'
import { createRandom } from '@/lib/math/random'
import type { Comparison, Measured, SideContext } from './framework/comparison'
import { readMatrix } from './framework/columns'
import { median } from './framework/median'

/** Stars 0.5…5 are confidences 2…11, as implicit takes them; everything else has confidence 1. */
const REGULARIZATION = 0.05
const ITERATIONS = 12
/** The other side may take so many to get as far. */
const MOST_ITERATIONS = 30
/** Arrived: the loss lies so little above the one that our last iteration ends with. */
const TOLERANCE = 0.003

/** Leaves the loss to be reached where the other side, whose turn comes after, finds it. */
function train(factors: number, { data, threads, scratch }: SideContext): Measured {
  const { rows, nUsers, nItems } = readMatrix(data)
  const values = Float32Array.from(rows.halfStars)
  const likes: Csr = { indptr: rows.indptr, indices: rows.indices, values }
  return withKernels({ threads }, (kernels) => {
    const method = { kind: 'descend', steps: 2 } as const
    const solver = new AlsSolver(kernels, { width: factors, method, unobservedWeight: 1 })
    // implicit: confidence 1 + h towards 1, where every pair already has 1 towards 0.
    const [users, items] = [likes, transposeCsr(likes, nItems)].map((side) => {
      const placed = solver.place(
        side,
        side.values.map((value) => value + 1),
      )
      placed.ridges.fill(REGULARIZATION)
      return placed
    })
    const { normal } = createRandom(1)
    for (let at = 0; at < items.factors.length; at++) items.factors[at] = (normal() * 0.1) / Math.sqrt(factors)
    const weight = values.reduce((sum, value) => sum + value, 0) + nUsers * nItems
    const times: number[] = []
    const losses: number[] = []
    for (let iteration = 0; iteration < ITERATIONS; iteration++) {
      const start = performance.now()
      solver.solve(users, items)
      solver.solve(items, users)
      times.push((performance.now() - start) / 1000)
      losses.push(solver.loss(users, items) / weight)
    }
    const target = losses[ITERATIONS - 1] * (1 + TOLERANCE)
    writeFileSync(path.join(scratch, `implicit-als-${factors}.json`), JSON.stringify({ target }))
    const iterations = losses.findIndex((loss) => loss <= target) + 1
    return {
      secondsPerIteration: median(times),
      secondsToLoss: times.slice(0, iterations).reduce((sum, time) => sum + time, 0),
      iterations,
      loss: losses[iterations - 1],
    }
  })
}

const comparisonOf = (factors: number): Comparison => ({
  name: `implicit-als-${factors}`,
  title: `implicit ALS beside implicit's (conjugate gradient), ${factors} factors`,
  data: 'synthetic',
  requires: ['implicit', 'scipy', 'threadpoolctl'],
  figures: {
    secondsPerIteration: { kind: 'seconds', goal: 1.4 },
    secondsToLoss: { kind: 'seconds', goal: 1.6 },
    iterations: { kind: 'quality' },
    loss: { kind: 'quality' },
  },
  ours: (context) => train(factors, context),
  theirs: {
    script: 'implicit_als.py',
    args: [String(factors), String(REGULARIZATION), String(MOST_ITERATIONS)],
  },
})

export const comparisons: Comparison[] = [comparisonOf(64), comparisonOf(128)]
