// How the pages read the API: JSON, or a failure that carries the server's own words.
import { z } from 'zod'

const problemSchema = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  code: z.string().optional(),
})

export class ApiError extends Error {
  readonly status: number
  readonly code: string | undefined

  constructor(message: string, status: number, code?: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
  }
}

async function problemOf(response: Response): Promise<ApiError> {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  const problem = isJson ? problemSchema.safeParse(await response.json()) : undefined
  const words = problem?.success ? (problem.data.detail ?? problem.data.title) : undefined
  return new ApiError(words ?? `The server answered ${response.status}.`, response.status, problem?.data?.code)
}

/** @throws ApiError when the server refuses, or cannot be reached (status 0). */
export async function fetchJson<T>(address: string): Promise<T> {
  let response: Response
  try {
    response = await fetch(address, { headers: { accept: 'application/json' } })
  } catch (error) {
    throw new ApiError(`Marquee cannot be reached: ${error instanceof Error ? error.message : 'no connection'}.`, 0)
  }
  if (!response.ok) throw await problemOf(response)
  return (await response.json()) as T
}
