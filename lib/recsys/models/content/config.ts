// The hyper-parameters of the content model.
import * as z from 'zod'

const weight = z.number().min(0).max(100)

export const contentConfigSchema = z.strictObject({
  /** How much one mention in each field counts before idf and length are taken into account. */
  weights: z
    .strictObject({
      overview: weight.default(0.7),
      title: weight.default(0.7),
      genres: weight.default(2.5),
      keywords: weight.default(1),
      /** The single words of keywords and tags, counted among the words of the overview. */
      keywordWords: weight.default(0.25),
      tags: weight.default(1.4),
      directors: weight.default(2),
      cast: weight.default(1),
    })
    .prefault({}),
  /** Terms in fewer films than this are dropped: one film alone cannot be similar to another by them. */
  minDf: z.int().min(1).max(1_000_000).default(2),
  /** Terms in more than this share of the films are dropped. */
  maxDfShare: z.number().gt(0).max(1).default(0.5),
  /** Vectors shorter than this many median lengths are scaled as if they had it, so that a film with hardly any text is not like everything. 0 is the textbook. */
  minLength: z.number().min(0).max(10).default(1),
  /** For a person: what the most liked film is worth beside a cosine of 1; others by the root of their share of its likes. 0 ranks by content alone. */
  crowdWeight: z.number().min(0).max(100).default(1),
})
export type ContentConfig = z.infer<typeof contentConfigSchema>
