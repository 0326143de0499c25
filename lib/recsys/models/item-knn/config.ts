// The hyper-parameters of item-item nearest neighbours.
import * as z from 'zod'

export const itemKnnConfigSchema = z.strictObject({
  /** How many neighbours every film keeps. */
  k: z.int().min(1).max(10_000).default(100),
  /** Similarities shrink as if this many typical people liked one of the two films only. */
  shrinkage: z.number().min(0).max(1_000_000).default(10),
  /** Ratings below this many stars do not say that two films belong together. */
  minStars: z.number().min(0.5).max(5).default(3.5),
  /** Somebody with n likes counts n^−activityPower: 0 everyone alike in every pair, 1 everyone alike in all. */
  activityPower: z.number().min(0).max(2).default(0.5),
  /** In predicting stars, a film's mean is pulled to that of all as if it had this many average ratings more. */
  itemBiasShrinkage: z.number().min(0).max(10_000).default(25),
  /** And somebody's level as if they had given this many ratings more that were as expected. */
  userBiasShrinkage: z.number().min(0).max(10_000).default(10),
  /** The neighbours' word is pulled to the baseline as if by as much similarity more. */
  starsShrinkage: z.number().min(0).max(1_000).default(0.5),
})
export type ItemKnnConfig = z.infer<typeof itemKnnConfigSchema>
