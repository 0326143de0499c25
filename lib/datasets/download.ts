// Fetches a data set from GroupLens: into a .part file, checked by opening it, then renamed.
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError, isAppError, messageOf } from '@/lib/errors/app-error'
import { openDataSet } from './movielens/open-movielens'

export interface DownloadOptions {
  url: string
  /** Where the zip shall lie; made when it is not there. */
  directory: string
  /** `totalBytes` is null where the server does not say. */
  onProgress?: (bytes: number, totalBytes: number | null) => void
  signal?: AbortSignal
  fetch?: typeof fetch
  /** Until the server answers. */
  connectTimeoutMs?: number
  /** Between two pieces of the file. */
  stallTimeoutMs?: number
}

const OTHERWISE = 'Check the network, or download it yourself and give its path with --data.'

/**
 * Answers the path of the zip.
 * @throws AppError('unavailable') when it cannot be had; nothing is left behind.
 */
export async function downloadDataSet(options: DownloadOptions): Promise<string> {
  const { url, directory } = options
  const target = path.join(directory, path.basename(new URL(url).pathname))
  const part = `${target}.part`
  await mkdir(directory, { recursive: true })
  try {
    await fetchInto(part, options)
    await (await openDataSet(part)).close()
    await rename(part, target)
    return target
  } catch (error) {
    await rm(part, { force: true })
    if (isAppError(error) && error.code === 'unavailable') throw error
    const cause = isAppError(error) ? 'what came is not a whole MovieLens zip' : messageOf(error)
    throw new AppError('unavailable', `${url} could not be downloaded: ${cause}. ${OTHERWISE}`, { cause: error })
  }
}

async function fetchInto(part: string, options: DownloadOptions): Promise<void> {
  const { url, onProgress, signal, connectTimeoutMs = 5000, stallTimeoutMs = 20_000 } = options
  const watch = new Watch(url, signal)
  try {
    watch.expect(connectTimeoutMs, `it did not answer within ${connectTimeoutMs / 1000} seconds`)
    const response = await (options.fetch ?? fetch)(url, { signal: watch.signal, redirect: 'follow' })
    if (!response.ok || response.body === null)
      throw new AppError(
        'unavailable',
        `${url} could not be downloaded: the server answered ${response.status}. ${OTHERWISE}`,
      )
    // A compressed answer has another length than what comes out of it.
    const length = response.headers.has('content-encoding') ? null : response.headers.get('content-length')
    const total = length === null ? null : Number(length)
    let bytes = 0
    const stalled = `nothing came for ${stallTimeoutMs / 1000} seconds`
    watch.expect(stallTimeoutMs, stalled)
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length
        watch.expect(stallTimeoutMs, stalled)
        onProgress?.(bytes, total)
        done(null, chunk)
      },
    })
    await pipeline(Readable.from(response.body), count, createWriteStream(part))
    if (total !== null && bytes !== total)
      throw new AppError('unavailable', `${url} could not be downloaded: ${bytes} of ${total} bytes came. ${OTHERWISE}`)
  } catch (error) {
    throw watch.explain(error)
  } finally {
    watch.stop()
  }
}

/** Aborts when the next sign of life is late, and remembers that it was that. */
class Watch {
  private readonly controller = new AbortController()
  private timer: NodeJS.Timeout | undefined
  private late: string | null = null
  readonly signal: AbortSignal

  constructor(
    private readonly url: string,
    outer?: AbortSignal,
  ) {
    this.signal = outer ? AbortSignal.any([outer, this.controller.signal]) : this.controller.signal
  }

  expect(withinMs: number, otherwise: string): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.late = otherwise
      this.controller.abort()
    }, withinMs)
  }

  stop(): void {
    clearTimeout(this.timer)
  }

  explain(error: unknown): AppError {
    if (isAppError(error)) return error
    const aborted = this.signal.aborted ? 'the download was stopped' : describe(error)
    return new AppError('unavailable', `${this.url} could not be downloaded: ${this.late ?? aborted}. ${OTHERWISE}`, {
      cause: error,
    })
  }
}

/** fetch says only "fetch failed"; its cause knows why. */
function describe(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its server cannot be found, so there seems to be no network'
  if (code === 'ENOSPC') return 'the disk is full'
  return messageOf(cause) === '' ? code : messageOf(cause)
}
