// One GET at a time of many: limited, timed, tried again with growing random pauses; errors never hold the address or the key.
import { setTimeout as sleep } from 'node:timers/promises'
import PQueue from 'p-queue'
import type { z } from 'zod'
import { AppError, isAppError } from '@/lib/errors/app-error'

export interface TmdbTuning {
  /** TMDb allows about forty. */
  requestsPerSecond: number
  concurrency: number
  /** For the whole answer. */
  timeoutMs: number
  attempts: number
  /** Before the second attempt at most; doubled before each further one. */
  backoffMs: number
  /** A longer pause than this is not waited for. */
  maxPauseMs: number
}

const DEFAULTS: TmdbTuning = {
  requestsPerSecond: 35,
  concurrency: 8,
  timeoutMs: 15_000,
  attempts: 5,
  backoffMs: 1000,
  maxPauseMs: 120_000,
}
const MAX_BYTES = 4 << 20

export interface TmdbRequest {
  path: string
  query: Record<string, string>
  signal?: AbortSignal
}

type Attempt<T> = { value: T | null } | { again: string }

export class TmdbRequests {
  private readonly tuning: TmdbTuning
  private readonly queue: PQueue
  private readonly bearer: string | null
  private resumeAt = 0

  constructor(
    private readonly apiUrl: string,
    private readonly key: string,
    tuning: Partial<TmdbTuning>,
  ) {
    this.tuning = { ...DEFAULTS, ...tuning }
    this.bearer = isToken(key) ? key : null
    const { concurrency, requestsPerSecond } = this.tuning
    this.queue = new PQueue({ concurrency, interval: 1000, intervalCap: requestsPerSecond, strict: true })
  }

  /**
   * Null when TMDb has no such thing.
   * @throws AppError('bad_configuration') when it refuses the key, AppError('unavailable') when it does not answer sensibly.
   */
  async get<T>(request: TmdbRequest, schema: z.ZodType<T>): Promise<T | null> {
    const { attempts, backoffMs } = this.tuning
    let last = ''
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await this.pause(Math.random() * backoffMs * 2 ** (attempt - 1), request.signal)
      const result = await this.takeTurn(request, schema)
      if ('value' in result) return result.value
      last = result.again
    }
    throw new AppError('unavailable', `TMDb could not be asked for ${request.path}: ${last} (${attempts} attempts).`)
  }

  private async takeTurn<T>(request: TmdbRequest, schema: z.ZodType<T>): Promise<Attempt<T>> {
    const { signal } = request
    const turn = async () => {
      await this.untilAllowed(signal)
      return this.attempt(request, schema)
    }
    try {
      return await this.queue.add(turn, { signal })
    } catch (error) {
      throw signal?.aborted ? stopped() : error
    }
  }

  private async attempt<T>({ path, query, signal }: TmdbRequest, schema: z.ZodType<T>): Promise<Attempt<T>> {
    const timeout = AbortSignal.timeout(this.tuning.timeoutMs)
    try {
      const response = await fetch(this.address(path, query), {
        headers: { Accept: 'application/json', ...(this.bearer && { Authorization: `Bearer ${this.bearer}` }) },
        // The key must not follow to another host.
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      })
      if (!response.ok) return await this.refused(response, path)
      const parsed = schema.safeParse(JSON.parse(await readText(response)))
      return parsed.success ? { value: parsed.data } : { again: 'its answer is not what it should be' }
    } catch (error) {
      if (isAppError(error)) throw error
      if (signal?.aborted) throw stopped()
      return { again: this.describe(error, timeout) }
    }
  }

  private async refused<T>(response: Response, path: string): Promise<Attempt<T>> {
    await response.body?.cancel()
    const { status } = response
    if (status === 404) return { value: null }
    if (status === 401 || status === 403)
      throw new AppError('bad_configuration', `TMDb refused the key (${status}). Check TMDB_API_KEY.`)
    if (status !== 429 && status < 500)
      throw new AppError('unavailable', `TMDb could not be asked for ${path}: it answered ${status}.`)
    const pauseMs = parseRetryAfter(response.headers.get('retry-after'))
    if (pauseMs !== undefined && pauseMs > this.tuning.maxPauseMs)
      throw new AppError(
        'unavailable',
        `TMDb asks to come back in ${Math.ceil(pauseMs / 1000)} seconds. Try again then.`,
      )
    // Set before this request gives its place to the next.
    if (pauseMs !== undefined) this.resumeAt = Math.max(this.resumeAt, Date.now() + pauseMs)
    return { again: `it answered ${status}` }
  }

  private address(path: string, query: Record<string, string>): string {
    const url = new URL(this.apiUrl.replace(/\/+$/, '') + path)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    if (!this.bearer) url.searchParams.set('api_key', this.key)
    return url.href
  }

  /** In our own words: what a library says of a failed request may quote its address. */
  private describe(error: unknown, timeout: AbortSignal): string {
    if (timeout.aborted) return `no whole answer within ${this.tuning.timeoutMs / 1000} seconds`
    if (error instanceof SyntaxError) return 'its answer is not JSON'
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    return /^[A-Z0-9_]{3,40}$/.test(code) ? `no connection (${code})` : 'the connection broke'
  }

  /** Once TMDb asked for a pause, every request waits, those that had their turn already too. */
  private async untilAllowed(signal?: AbortSignal): Promise<void> {
    for (let wait = this.resumeAt - Date.now(); wait > 0; wait = this.resumeAt - Date.now())
      await this.pause(wait, signal)
  }

  private async pause(ms: number, signal?: AbortSignal): Promise<void> {
    try {
      await sleep(ms, undefined, { signal })
    } catch {
      throw stopped()
    }
  }
}

const stopped = () => new AppError('unavailable', 'Asking TMDb was stopped.')

/** A v4 token is a JWT; a v3 key is 32 hexadecimal digits. */
function isToken(key: string): boolean {
  if (/^[0-9a-f]{32}$/i.test(key)) return false
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(key)) return true
  throw new AppError(
    'bad_configuration',
    'TMDB_API_KEY is neither a v3 key (32 hexadecimal digits) nor a v4 token (three parts with dots). Copy it again.',
  )
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MAX_BYTES) throw new SyntaxError('too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Seconds, or a date. */
function parseRetryAfter(header: string | null): number | undefined {
  if (header === null) return undefined
  const ms = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}
