// The hyper-parameters of the hybrid.
import * as z from 'zod'
import { DEFAULT_PARTS, POPULARITY, requirePart } from './parts'

export const hybridConfigSchema = z.strictObject({
  /** The models that are blended, by name, each with its own hyper-parameters. Popularity must be one: it serves empty profiles. */
  parts: z
    .record(z.string(), z.unknown())
    .refine((parts) => POPULARITY in parts, 'popularity must be among them: it serves people without ratings')
    .transform((parts) =>
      // Sorted, so that the same parts are the same blend however the object was stored.
      Object.fromEntries(
        Object.keys(parts)
          .sort()
          .map((name) => [name, requirePart(name).parseConfig(parts[name])]),
      ),
    )
    .prefault({ ...DEFAULT_PARTS }),
  /** So many people, at most a fifth of those who can be asked, are kept out of a first fit to learn the weights on. */
  validationPeople: z.int().min(1).max(100_000).default(1_000),
  /** With fewer than this the weights are not learned but equal. */
  minValidationPeople: z.int().min(1).max(100_000).default(20),
  /** Weights are learned among the best so many films of each part. */
  poolSize: z.int().min(10).max(10_000).default(200),
  /** At most so many genres, keywords, people and years describe a film without ratings; 0 leaves such films unranked. */
  maxFeatures: z.int().min(0).max(4_000).default(500),
})
export type HybridConfig = z.infer<typeof hybridConfigSchema>
