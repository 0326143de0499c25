// How routes describe and check what they answer.
import type { z } from '@hono/zod-openapi'
import { type ErrorCode, statusOf, titleOf } from '@/lib/errors/app-error'
import { PROBLEM_JSON, problemSchema } from './problem'

export const jsonContent = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

export const jsonBody = <S extends z.ZodType>(schema: S) => ({
  required: true as const,
  content: { 'application/json': { schema } },
})

/** The problems of a route that needs the host, besides those that every such route has. */
export const problems = (...codes: ErrorCode[]) =>
  failures('unauthorised', 'forbidden', 'too_many_requests', ...codes, 'not_ready', 'internal')

export function failures(...codes: ErrorCode[]) {
  return Object.fromEntries(
    codes.map((code) => [
      statusOf(code),
      { description: titleOf(code), content: { [PROBLEM_JSON]: { schema: problemSchema } } },
    ]),
  )
}

/** A defect of ours: the answer does not keep the contract that the document promises. */
export function checkAnswer<S extends z.ZodType>(schema: S, answer: z.input<S>): z.output<S> {
  return schema.parse(answer)
}
