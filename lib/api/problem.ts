// Every failure of the API as application/problem+json (RFC 9457), whatever threw it.
import { z } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import { AppError, type ErrorCode, isAppError, statusOf, titleOf } from '@/lib/errors/app-error'
import type { ApiContext } from './context'
import { isOutage } from './outage'

export const problemSchema = z.object({
  type: z.string().meta({ description: 'Names this kind of problem; compare `code` instead if you like it shorter.' }),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().meta({ description: 'What was wrong, what was expected, and what to do next.' }),
  code: z.string(),
  instance: z.string().optional(),
  errors: z
    .record(z.string(), z.array(z.string()))
    .optional()
    .meta({ description: 'What was wrong with each parameter or field of the body.' }),
})
export type Problem = z.infer<typeof problemSchema>

export const PROBLEM_JSON = 'application/problem+json'

const codeOfStatus: Partial<Record<number, ErrorCode>> = {
  400: 'bad_request',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
}

/** Anything thrown, as the failure that the caller may read: the inner workings of a defect stay in the log. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error) && statusOf(error.code) !== 500) return error
  if (error instanceof HTTPException) {
    const code = codeOfStatus[error.status]
    if (code) return new AppError(code, error.message)
  }
  if (isOutage(error)) {
    return new AppError('unavailable', 'The database does not answer. Try again in a moment.', { cause: error })
  }
  return new AppError('internal', 'Something went wrong on our side; it has been logged. Try again in a moment.', {
    cause: error,
  })
}

export function describeProblem(error: AppError, instance: string): Problem {
  return {
    type: `urn:marquee:problem:${error.code.replaceAll('_', '-')}`,
    title: titleOf(error.code),
    status: statusOf(error.code),
    detail: error.message,
    code: error.code,
    instance,
    ...(error.fieldErrors && { errors: error.fieldErrors }),
  }
}

/** As it was sent, so that it stays a URI. */
export const pathOf = (c: ApiContext) => new URL(c.req.url).pathname

export function answerProblem(c: ApiContext, error: AppError): Response {
  return c.json(describeProblem(error, pathOf(c)), statusOf(error.code), { 'Content-Type': PROBLEM_JSON })
}

/** The one place of the API that catches. */
export async function handleError(thrown: unknown, c: ApiContext): Promise<Response> {
  const error = toAppError(thrown)
  if (statusOf(error.code) >= 500) await logFailure(error, thrown, c)
  c.header('Cache-Control', 'no-store')
  return answerProblem(c, error)
}

export async function logFailure(error: AppError, thrown: unknown, c: ApiContext) {
  // Without a host there is no logger yet; whoever opens the host reports why it cannot.
  const host = await c.var.getHost().catch(() => null)
  const about = { err: thrown, code: error.code, method: c.req.method, path: pathOf(c) }
  if (error.code === 'internal') host?.log.error(about, 'a request failed')
  else host?.log.warn(about, 'a request could not be served')
}

/** Zod's issues by field, in words. */
export function toInvalid(issues: readonly z.core.$ZodIssue[]): AppError {
  const fieldErrors: Record<string, string[]> = {}
  for (const issue of issues) (fieldErrors[issue.path.join('.') || 'body'] ??= []).push(issue.message)
  const detail = Object.entries(fieldErrors).map(([field, messages]) => `${field}: ${messages.join(' ')}`)
  return new AppError('invalid', `Check what you sent. ${detail.join(' ')}`, { fieldErrors })
}
