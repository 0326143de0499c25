// The hyper-parameters of the variational autoencoder.
import * as z from 'zod'

/** Kernels work on eight numbers at a time. */
const width = z.int().min(8).max(4096).multipleOf(8)

export const multVaeConfigSchema = z.strictObject({
  /** Units of the hidden layer on either side. */
  hidden: width.default(256),
  /** Dimensions of the latent space. */
  latent: width.default(128),
  /** False makes it Mult-DAE: no noise in the latent space and no divergence in the loss. */
  variational: z.boolean().default(true),
  /** The share of a person's likes that is hidden from the encoder at each step. */
  dropout: z.number().min(0).max(0.95).default(0.6),
  /** β, the weight of the divergence, grows to this. */
  betaCap: z.number().min(0).max(10).default(0.3),
  /** Over so many epochs, evenly. */
  annealEpochs: z.number().min(0).max(10_000).default(20),
  /** At most. The learning rate falls evenly to a twentieth over them, so fewer are not the beginning of more. */
  epochs: z.int().min(1).max(10_000).default(24),
  /** Stops after so many epochs in which validation did not improve. */
  patience: z.int().min(1).max(10_000).default(10),
  /** The share of the people who are not trained on, but watched to know when to stop. */
  validationShare: z.number().min(0).max(0.5).default(0.05),
  batchSize: z.int().min(1).max(10_000).default(100),
  learningRate: z.number().gt(0).max(1).default(0.01),
  /** Decoupled: each step shrinks every weight by learningRate × weightDecay. */
  weightDecay: z.number().min(0).max(10).default(0.1),
  /** Only so many of the most liked films take part: time and memory grow with them. */
  maxItems: z.int().min(1).max(50_000).default(4_000),
  /** At most so many people, drawn at random, are trained on. */
  maxUsers: z.int().min(1).max(10_000_000).default(30_000),
  /** A rating counts as a like from this many stars. */
  minStars: z.number().min(0.5).max(5).default(3.5),
})
export type MultVaeConfig = z.infer<typeof multVaeConfigSchema>
