// The gradient of the network: the written-out one against finite differences, and the kernels against the written-out one.
import { describe, expect, test } from 'vitest'
import { withKernels } from '@/lib/math/kernels/pool'
import { createRandom } from '@/lib/math/random'
import { selectLikes } from '../likes'
import { twoTastes } from '../test-crowd'
import { makeBatch } from './batch'
import { startWeights, type NetworkWeights } from './network'
import { lossAndGradient } from './reference'
import { NetworkTrainer } from './trainer'

const shape = { nItems: 11, hidden: 16, latent: 8 }
const NAMES = ['input', 'encoder', 'decoder', 'output'] as const
const likes = selectLikes(twoTastes(4, 6, 11, 0.6), 3.5, 100)
const random = createRandom(8)
const weights = startWeights(shape, random)
// Biases start at 0, where a mistake in them would not show.
for (const name of NAMES) weights[name].forEach((value, i) => (weights[name][i] = value === 0 ? value : value * 1.3))
weights.input.set(
  Float32Array.from({ length: 16 }, () => random.normal() / 5),
  11 * 16,
)
weights.encoder.set(
  Float32Array.from({ length: 16 }, () => random.normal() / 5),
  16 * 16,
)
weights.decoder.set(
  Float32Array.from({ length: 16 }, () => random.normal() / 5),
  8 * 16,
)
weights.output.set(
  Float32Array.from({ length: 11 }, () => random.normal() / 5),
  16 * 16,
)
const batch = makeBatch(likes, Int32Array.of(0, 1, 3, 4, 5), { dropout: 0.3, random })
const noise = Float32Array.from({ length: batch.nRows * shape.latent }, () => random.normal())
const options = { noise, beta: 0.3 }

const totalOf = (given: NetworkWeights) => {
  const { reconstruction, divergence } = lossAndGradient(shape, given, batch, options)
  return reconstruction + options.beta * divergence
}

describe('the gradient of the autoencoder', () => {
  test.each(NAMES)('by its %s weights is what small changes of them do to the loss', (name) => {
    const { gradient } = lossAndGradient(shape, weights, batch, options)
    const own = weights[name]
    const chosen = Array.from({ length: 60 }, () => random.integer(own.length))
    for (const at of [...chosen, gradient[name].indexOf(Math.max(...gradient[name]))]) {
      const moved = (by: number) => {
        const changed = { ...weights, [name]: own.slice() }
        changed[name][at] += by
        return { total: totalOf(changed), at: changed[name][at] }
      }
      const [up, down] = [moved(0.01), moved(-0.01)]
      expect(gradient[name][at]).toBeCloseTo((up.total - down.total) / (up.at - down.at), 3)
    }
    expect(gradient[name].some((value) => Math.abs(value) > 0.01)).toBe(true)
  })

  test.each([1, 2])('on the kernels, with %i threads, is the one that is written out', (threads) => {
    const expected = lossAndGradient(shape, weights, batch, options)
    withKernels({ threads }, (kernels) => {
      const trainer = new NetworkTrainer(kernels, shape, weights, { rows: 8, likes: 66 })
      const loss = trainer.train(batch, options, { learningRate: 0.001, weightDecay: 0 })
      expect(loss.reconstruction).toBeCloseTo(expected.reconstruction, 4)
      expect(loss.divergence).toBeCloseTo(expected.divergence, 4)
      const means = trainer.takeMeans()
      for (const name of NAMES)
        means[name].forEach((mean, i) => expect(mean / 0.1).toBeCloseTo(expected.gradient[name][i], 4))
    })
  })

  test('leaves what only pads at zero', () => {
    withKernels({ threads: 1 }, (kernels) => {
      const trainer = new NetworkTrainer(kernels, shape, weights, { rows: 8, likes: 66 })
      for (let step = 0; step < 3; step++) trainer.train(batch, options, { learningRate: 0.01, weightDecay: 0.1 })
      const { encoder, output } = trainer.takeWeights()
      expect(encoder.subarray(17 * 16).every((value) => value === 0)).toBe(true)
      expect(
        Array.from({ length: 17 }, (_, r) => output.subarray(r * 16 + 11, r * 16 + 16)).flatMap((row) => [...row]),
      ).toEqual(new Array(17 * 5).fill(0))
    })
  })
})
