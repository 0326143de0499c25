// How the pages read the API: JSON, or a failure that carries the server's own words.
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
  const problem: unknown = isJson ? await response.json() : undefined
  const words = textOf(problem, 'detail') ?? textOf(problem, 'title') ?? `The server answered ${response.status}.`
  return new ApiError(words, response.status, textOf(problem, 'code'))
}

/** By hand: a schema library would be a sixth of all that the browser has to load. */
function textOf(problem: unknown, member: string): string | undefined {
  const value: unknown = typeof problem === 'object' && problem !== null ? Reflect.get(problem, member) : undefined
  return typeof value === 'string' ? value : undefined
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
