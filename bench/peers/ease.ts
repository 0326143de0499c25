// EASE beside numpy and scipy, and its inverse beside numpy's and LAPACK's Cholesky at 10,000 rows.
import { allocateSymmetric, invertSymmetric } from '@/lib/math/kernels/invert'
import { withKernels } from '@/lib/math/kernels/pool'
import { requireModel } from '@/lib/recsys/models/registry'
import type { Comparison, Measured, SideContext } from './framework/comparison'
import { readMatrix } from './framework/columns'

const SIZE = 10_000
const REGULARIZATION = 400
const LIKED_STARS = 3.5

function fitEase({ data, threads }: SideContext): Measured {
  const ratings = readMatrix(data)
  const definition = requireModel('ease')
  const config = definition.parseConfig({ regularization: REGULARIZATION, minStars: LIKED_STARS })
  const start = performance.now()
  const model = definition.fit({ ratings, texts: [] }, config, { seed: 1, threads })
  const fit = (performance.now() - start) / 1000
  const { weights } = model.save().arrays
  return { fit, sumOfSquares: sumOfSquares(weights) }
}

const sumOfSquares = (values: ArrayLike<number>) => {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] ** 2
  return sum
}

/** A matrix that both sides can make: 1 / (1 + |i − j|) off a diagonal of 20. */
function invertLarge({ threads }: SideContext): Measured {
  return withKernels({ threads }, (kernels) => {
    const matrix = allocateSymmetric(kernels, SIZE)
    const { stride, values } = matrix
    for (let i = 0; i < SIZE; i++) {
      for (let j = 0; j < i; j++) values[i * stride + j] = 1 / (1 + i - j)
      values[i * stride + i] = 20
    }
    const start = performance.now()
    invertSymmetric(kernels, matrix)
    const seconds = (performance.now() - start) / 1000
    let trace = 0
    for (let i = 0; i < SIZE; i++) trace += values[i * stride + i]
    return { seconds, trace }
  })
}

const seconds = (goal?: number) => ({ kind: 'seconds', goal }) as const
const quality = { kind: 'quality' } as const

const inverse = (name: string, title: string, how: readonly string[], goal: number): Comparison => ({
  name,
  title,
  data: 'none',
  requires: ['numpy', 'scipy'],
  figures: { seconds: seconds(goal), trace: quality },
  ours: invertLarge,
  theirs: { script: 'linear_ease.py', args: [String(SIZE), ...how] },
})

export const comparisons: Comparison[] = [
  {
    name: 'ease',
    title: `EASE, Gram matrix, inverse and weights, beside numpy and scipy`,
    data: 'real',
    requires: ['numpy', 'scipy'],
    figures: { fit: seconds(), sumOfSquares: quality },
    ours: fitEase,
    theirs: { script: 'linear_ease.py', args: ['ease', String(REGULARIZATION), String(LIKED_STARS)] },
  },
  inverse('inverse', `an inverse of ${SIZE} rows beside numpy.linalg.inv, float64 as it comes`, ['inv', 'float64'], 2),
  inverse('inverse-f32', `the same beside numpy.linalg.inv in float32`, ['inv', 'float32'], 2),
  inverse('cholesky', `the same beside LAPACK's potrf and potri in float32`, ['cholesky', 'float32'], 1 / 3),
]
