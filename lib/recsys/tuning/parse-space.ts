// A search space that somebody wrote: unknown in, complete out.
import * as z from 'zod'
import { AppError } from '@/lib/errors/app-error'
import type { SearchSpace } from './search-space'

const rangeSchema = z
  .strictObject({
    min: z.number(),
    max: z.number(),
    scale: z.enum(['linear', 'log']).optional(),
    whole: z.boolean().optional(),
  })
  .refine(({ min, max }) => min < max, 'min must be below max')
  .refine(({ min, scale }) => scale !== 'log' || min > 0, 'a range on a log scale begins above 0')

const spaceSchema = z
  .record(z.string().min(1), z.union([rangeSchema, z.strictObject({ choose: z.array(z.unknown()).min(1) })]))
  .refine((space) => Object.keys(space).length > 0, 'name at least one hyper-parameter')

/** @throws AppError('invalid') with an example. */
export function parseSpace(space: unknown): SearchSpace {
  const result = spaceSchema.safeParse(space)
  if (result.success) return result.data
  const faults = result.error.issues.map(({ path, message }) =>
    path.length ? `${path.join('.')}: ${message}` : message,
  )
  throw new AppError(
    'invalid',
    `The search space is not valid. ${faults.join('; ')}. Expected e.g. {"regularization": {"min": 10, "max": 1000, "scale": "log"}, "factors": {"choose": [64, 128]}}.`,
  )
}
