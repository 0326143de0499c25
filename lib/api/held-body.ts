// The body of an answer: held back until all of it is there, or copied while it is sent.
import type { ServerResponse } from 'node:http'

export interface WatchedBody {
  /** All that was written; null when whoever asked went away first. */
  body: Promise<Buffer | null>
  /** The headers of a whole page that were set since; null for anything else: a redirect, a failure, one with a cookie. */
  headersOfPage(): [name: string, value: string][] | null
}

export interface HeldBody extends WatchedBody {
  /** What is written from now on is sent. */
  release(): void
}

/** Nothing is sent before `release`. */
export function holdBody(response: ServerResponse): HeldBody {
  const headersOfPage = watchHeaders(response)
  const { write, end, writeHead, flushHeaders } = response
  const release = () => void Object.assign(response, { write, end, writeHead, flushHeaders })
  const chunks: Buffer[] = []
  const body = new Promise<Buffer | null>((resolve) => {
    response.once('close', () => resolve(null))
    response.flushHeaders = () => undefined
    response.writeHead = (status: number, ...more: unknown[]): ServerResponse => {
      response.statusCode = status
      const headers = more.at(-1)
      // As Node takes them: an object, or names and values by turns.
      if (Array.isArray(headers)) setPairs(response, headers)
      else if (typeof headers === 'object' && headers !== null) setPairs(response, Object.entries(headers).flat(1))
      return response
    }
    response.write = (chunk: unknown, ...more: unknown[]): boolean => {
      take(chunks, chunk)
      for (const told of more) if (isCallback(told)) process.nextTick(told)
      return true
    }
    response.end = (chunk?: unknown): ServerResponse => {
      take(chunks, chunk)
      release()
      resolve(Buffer.concat(chunks))
      return response
    }
  })
  return { body, release, headersOfPage: () => (response.headersSent ? null : headersOfPage()) }
}

/** Sent as ever. The body is there once all of it was handed over. */
export function copyBody(response: ServerResponse): WatchedBody {
  const headersOfPage = watchHeaders(response)
  const { write, end } = response
  const chunks: Buffer[] = []
  response.write = (...given: unknown[]): boolean => {
    take(chunks, given[0])
    return Reflect.apply(write, response, given)
  }
  response.end = (...given: unknown[]): ServerResponse => {
    take(chunks, given[0])
    return Reflect.apply(end, response, given)
  }
  const body = new Promise<Buffer | null>((resolve) => {
    response.once('finish', () => resolve(Buffer.concat(chunks)))
    response.once('close', () => resolve(null))
  })
  return { body, headersOfPage }
}

function take(chunks: Buffer[], chunk: unknown): void {
  if (typeof chunk === 'string') chunks.push(Buffer.from(chunk))
  else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
}

function setPairs(response: ServerResponse, pairs: readonly unknown[]): void {
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const value = pairs[i + 1]
    if (value !== undefined)
      response.setHeader(String(pairs[i]), Array.isArray(value) ? value.map(String) : String(value))
  }
}

const isCallback = (value: unknown): value is () => void => typeof value === 'function'

function watchHeaders(response: ServerResponse): WatchedBody['headersOfPage'] {
  const before = response.getHeaders()
  return () => {
    const now = response.getHeaders()
    if (response.statusCode !== 200 || now['set-cookie'] !== before['set-cookie']) return null
    if (!String(now['content-type']).startsWith('text/html')) return null
    return Object.entries(now)
      .filter(([name, value]) => value !== before[name])
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)])
  }
}
