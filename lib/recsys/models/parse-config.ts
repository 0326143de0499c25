// Hyper-parameters come in unknown and leave complete, or not at all.
import * as z from 'zod'
import { AppError } from '@/lib/errors/app-error'

/**
 * Parses a model's configuration; nothing at all means its defaults.
 * @throws AppError('invalid') naming each field that is unknown or out of range.
 */
export function parseModelConfig<T>(model: string, schema: z.ZodType<T>, config: unknown): T {
  const result = schema.safeParse(config === undefined ? {} : config)
  if (result.success) return result.data
  const { fieldErrors, formErrors } = z.flattenError(result.error)
  const faults = result.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  )
  throw new AppError('invalid', `The configuration of ${model} is not valid. ${faults.join('; ')}.`, {
    fieldErrors: { ...fieldErrors, ...(formErrors.length > 0 ? { config: formErrors } : {}) },
  })
}
