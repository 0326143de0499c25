// Recommendations for many profiles in one request: what is asked, and one line of the answer.
import { z } from 'zod'
import { givenRatingsSchema } from './prediction'
import { methodNameSchema, recommendedItemSchema } from './recommendation'

export const MAX_BATCH_USERS = 1000
export const MAX_BATCH_PROFILES = 200
const MAX_EXCLUDED = 500

const id = z.number().int().min(1).max(2_147_483_647)
const year = z.number().int().min(1870).max(2100)

/** Nobody has been shown these yet, so there is no verdict on them. */
export const batchItemSchema = recommendedItemSchema.omit({ verdict: true })
const FIELDS = Object.keys(batchItemSchema.shape) as (keyof typeof batchItemSchema.shape)[]

export const batchInputSchema = z
  .object({
    userIds: z
      .array(id)
      .min(1, 'Expected at least one user id.')
      .max(MAX_BATCH_USERS, `Expected at most ${MAX_BATCH_USERS} user ids; allUsers asks for everybody.`)
      .optional(),
    profiles: z
      .array(z.object({ name: z.string().min(1).max(100), ratings: givenRatingsSchema }))
      .min(1, 'Expected at least one profile.')
      .max(MAX_BATCH_PROFILES, `Expected at most ${MAX_BATCH_PROFILES} profiles.`)
      .optional(),
    allUsers: z.literal(true).optional(),
    method: methodNameSchema.default('champion'),
    k: z.number().int().min(1).max(100).default(10),
    genre: z
      .string()
      .max(40)
      .refine((text) => !text.includes('\0'), 'A NUL character is not allowed.')
      .optional(),
    yearFrom: year.optional(),
    yearTo: year.optional(),
    exclude: z.array(id).max(MAX_EXCLUDED, `Expected at most ${MAX_EXCLUDED} movie ids.`).optional(),
    fields: z.array(z.enum(FIELDS)).min(1).optional(),
  })
  .refine(({ userIds, profiles, allUsers }) => [userIds, profiles, allUsers].filter(Boolean).length === 1, {
    message: 'Give one of userIds, profiles and allUsers.',
    path: ['userIds'],
  })
export type BatchInput = z.infer<typeof batchInputSchema>

/** Either `items` or `error`; `userId` or `name` says whose line it is. */
export const batchLineSchema = z.object({
  userId: z.number().int().optional(),
  name: z.string().optional(),
  method: z.string(),
  modelRun: z.string(),
  items: z.array(batchItemSchema.partial()).optional(),
  /** Rated movies that this catalogue does not have: they were left out. */
  unknownRatings: z.array(z.number().int()).optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
})
export type BatchLine = z.infer<typeof batchLineSchema>
