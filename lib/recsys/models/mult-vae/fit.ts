// Training the autoencoder: epochs of batches, β growing to its cap, until people whom it has not seen gain nothing more.
import { defaultThreads, withKernels } from '@/lib/math/kernels/pool'
import { createRandom, type Random } from '@/lib/math/random'
import type { RatingMatrix } from '../../data/rating-matrix'
import type { CurvePoint, FitContext } from '../contract'
import { selectLikes, type Likes } from '../likes'
import { trackFit } from '../fit-progress'
import { makeBatch } from './batch'
import type { MultVaeConfig } from './config'
import { startWeights, type NetworkShape, type NetworkWeights } from './network'
import { NetworkTrainer, type AdamOptions } from './trainer'
import { holdOut, measure, type Validation } from './validation'

/** Below so many multiplications an epoch the helpers' start would take longer than their help. */
const WORTH_THREADS = 1e9

/** What is left of the learning rate after the last epoch. */
const LAST_RATE_SHARE = 0.05

export interface MultVaeFit {
  /** (nCovered) the item of each column. */
  items: Int32Array
  shape: NetworkShape
  /** As they were after the best epoch. */
  weights: NetworkWeights
  curve: CurvePoint[]
  /** The epoch whose weights these are; the last one where nobody was watched. */
  bestEpoch: number
  nTraining: number
  nValidation: number
}

/**
 * Minimises, over people, −Σ_{i liked} ln softmax_i(logits) + β KL(q(z | x) ‖ N(0, 1)) by Adam, with part of x hidden from the encoder.
 *
 * Weights are kept as they were when NDCG@100 of held-out people was highest. Deterministic in ratings, config and seed, for any number of threads.
 * Cost: 6 hidden (nItems + 3 latent) multiplications a person and epoch; memory 16 bytes per weight, 4 (nItems + 5 hidden) per person of a batch.
 * Source: Liang et al., "Variational autoencoders for collaborative filtering", WWW 2018.
 * **Deviation:** the learning rate falls to a twentieth over the epochs; people are weighted alike in a batch's mean and β grows by epoch; a cut-off by popularity; at most `maxUsers` people, drawn at random.
 */
export function fitMultVae(ratings: RatingMatrix, config: MultVaeConfig, context: FitContext): MultVaeFit {
  const step = trackFit(context)
  const likes = selectLikes(ratings, config.minStars, config.maxItems)
  const random = createRandom(context.seed)
  const people = random.shuffle(Int32Array.from(likes.indptr.keys()).filter((row) => sizeOf(likes, row) > 0))
  const { training, validation } = holdOut(likes, people.subarray(0, config.maxUsers), {
    share: config.validationShare,
    random,
  })
  const shape = { nItems: likes.items.length, hidden: config.hidden, latent: config.latent }
  const start = startWeights(shape, random)
  const work = training.length * 6 * shape.hidden * (shape.nItems + 3 * shape.latent)
  const threads = context.threads ?? (work < WORTH_THREADS ? 1 : defaultThreads())
  return withKernels({ threads }, (kernels) => {
    const limits = { rows: config.batchSize, likes: mostLikes(likes, config.batchSize) }
    const trainer = new NetworkTrainer(kernels, shape, start, limits)
    const run = new TrainingRun({ trainer, likes, training, validation, config, random, context, step })
    const { weights, curve, bestEpoch } = run.toEnd()
    const nValidation = validation?.hidden.length ?? 0
    return { items: likes.items, shape, weights, curve, bestEpoch, nTraining: training.length, nValidation }
  })
}

const sizeOf = ({ indptr }: Likes, row: number) => (row + 1 < indptr.length ? indptr[row + 1] - indptr[row] : 0)

/** What the `n` people with the most likes have together. */
function mostLikes(likes: Likes, n: number): number {
  const sizes = Int32Array.from(likes.indptr.keys(), (row) => sizeOf(likes, row)).sort()
  return sizes.subarray(-n).reduce((sum, size) => sum + size, 0)
}

interface TrainingParts {
  trainer: NetworkTrainer
  likes: Likes
  training: Int32Array
  validation: Validation | null
  config: MultVaeConfig
  random: Random
  context: FitContext
  step: (fraction: number) => void
}

class TrainingRun {
  private readonly curve: CurvePoint[] = []
  private best: { epoch: number; value: number; weights: NetworkWeights } | null = null
  private steps = 0

  constructor(private readonly parts: TrainingParts) {}

  toEnd(): { weights: NetworkWeights; curve: CurvePoint[]; bestEpoch: number } {
    const { config, trainer, step } = this.parts
    let epoch = 0
    while (epoch < config.epochs && !this.isStuck(epoch)) {
      epoch += 1
      this.runEpoch(epoch)
      this.validate(epoch)
    }
    step(1)
    const { weights, epoch: bestEpoch } = this.best ?? { weights: trainer.takeWeights(), epoch }
    return { weights, curve: this.curve, bestEpoch }
  }

  private isStuck(epoch: number): boolean {
    return this.best !== null && epoch - this.best.epoch >= this.parts.config.patience
  }

  private runEpoch(epoch: number): void {
    const { trainer, likes, training, config, random, step } = this.parts
    const order = random.shuffle(training.slice())
    const sums = { reconstruction: 0, divergence: 0 }
    for (let start = 0; start < order.length; start += config.batchSize) {
      const people = order.subarray(start, start + config.batchSize)
      const batch = makeBatch(likes, people, { dropout: config.dropout, random })
      const noise = new Float32Array(batch.nRows * config.latent)
      if (config.variational) for (let i = 0; i < people.length * config.latent; i++) noise[i] = random.normal()
      const loss = trainer.train(batch, { noise, beta: this.beta() }, this.adam())
      sums.reconstruction += loss.reconstruction * people.length
      sums.divergence += loss.divergence * people.length
      this.steps += 1
      step((epoch - 1 + (start + people.length) / order.length) / config.epochs)
    }
    this.note('loss', epoch, sums.reconstruction / order.length)
    if (config.variational) this.note('divergence', epoch, sums.divergence / order.length)
  }

  /** The learning rate falls evenly with every step. */
  private adam(): AdamOptions {
    const { config, training } = this.parts
    const done = this.steps / (config.epochs * Math.ceil(training.length / config.batchSize))
    return { learningRate: config.learningRate * (1 - (1 - LAST_RATE_SHARE) * done), weightDecay: config.weightDecay }
  }

  /** β grows with every step, to its cap after `annealEpochs`. */
  private beta(): number {
    const { config, training } = this.parts
    if (!config.variational) return 0
    const stepsToCap = config.annealEpochs * Math.ceil(training.length / config.batchSize)
    return config.betaCap * (stepsToCap > 0 ? Math.min(1, this.steps / stepsToCap) : 1)
  }

  private validate(epoch: number): void {
    const { trainer, validation, config, random } = this.parts
    if (validation === null) return
    const value = measure(trainer, validation, { batchSize: config.batchSize, random })
    this.note('validation NDCG@100', epoch, value)
    if (this.best === null || value > this.best.value) this.best = { epoch, value, weights: trainer.takeWeights() }
  }

  private note(name: string, step: number, value: number): void {
    this.curve.push({ name, step, value })
    this.parts.context.onCurve?.({ name, step, value })
  }
}
