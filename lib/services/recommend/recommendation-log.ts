// The log of recommendations: answers are collected and written together, a few times a second.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Db } from '@/lib/db/client'
import { newLogged, writeRecommendations, type LoggedRecommendation } from '@/lib/db/recommendations'
import { AppError, messageOf } from '@/lib/errors/app-error'
import type { Logger } from '@/lib/log/logger'

export type { LoggedRecommendation } from '@/lib/db/recommendations'

/** With the time of one write this is what a kill -9 can lose. */
const EVERY_MS = 100
const BATCH = 2_000
/** Beyond so many unwritten ones an answer waits for its turn, and is refused when that takes too long. */
const MAX_WAITING = 20_000
const PATIENCE_MS = 5_000
const RETRY_MS = 250
const CLOSE_WITHIN_MS = 5_000

export interface RecommendationLogOptions {
  db: Db
  log: Logger
  maxWaiting?: number
  patienceMs?: number
}

/**
 * One per process. The id is given before the row is written. While the database is away rows wait, up to `maxWaiting`;
 * a row that the database refuses (its person has gone since) is left out and the rest of its batch is written.
 */
export class RecommendationLog {
  private waiting: LoggedRecommendation[] = []
  private writing: readonly LoggedRecommendation[] = []
  private running: Promise<void> | null = null
  private closing = false
  /** Called after every write: somebody waits for room, or for their own row. */
  private readonly watchers = new Set<() => void>()
  private wake: (() => void) | null = null
  private readonly collecting = new AsyncLocalStorage<LoggedRecommendation[]>()
  private readonly maxWaiting: number
  private readonly patienceMs: number

  constructor(private readonly options: RecommendationLogOptions) {
    this.maxWaiting = options.maxWaiting ?? MAX_WAITING
    this.patienceMs = options.patienceMs ?? PATIENCE_MS
  }

  get unwritten() {
    return this.waiting.length + this.writing.length
  }

  /**
   * @param line as made by logLine.
   * @returns the recommendation's id. @throws AppError('unavailable') when the log is full and does not empty.
   */
  async add(line: string): Promise<string> {
    if (this.unwritten >= this.maxWaiting) await this.waitForRoom()
    const logged = newLogged(line)
    this.waiting.push(logged)
    this.collecting.getStore()?.push(logged)
    this.running ??= this.run()
    return logged.id
  }

  /** Does the work; what is added on its behalf is also put into `collected`. */
  collect<T>(collected: LoggedRecommendation[], work: () => T): T {
    return this.collecting.run(collected, work)
  }

  /** Resolves once the recommendation of that id, if it is ours, has been written. */
  async written(id: string): Promise<void> {
    const isOurs = () => [...this.waiting, ...this.writing].some((logged) => logged.id === id)
    if (!isOurs()) return
    await this.until(() => !isOurs(), this.patienceMs, 'The database does not answer. Try again in a moment.')
  }

  /** Resolves once everything added until now is written. */
  async flush(): Promise<void> {
    const last = this.waiting.at(-1) ?? this.writing.at(-1)
    if (last) await this.written(last.id)
  }

  /** Writes what is left. @throws AppError('unavailable') saying how many could not be written. */
  async close(): Promise<void> {
    this.closing = true
    if (this.unwritten === 0) return
    await this.until(() => this.unwritten === 0, CLOSE_WITHIN_MS, 'Some recommendations were not logged.')
  }

  private async waitForRoom(): Promise<void> {
    const full = 'Too many answers wait to be logged. Try again in a moment.'
    await this.until(() => this.unwritten < this.maxWaiting, this.patienceMs, full)
  }

  /** Asks for a write at once, then waits until `done`. */
  private until(done: () => boolean, withinMs: number, otherwise: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const watcher = () => {
        if (!done()) return
        settle()
        resolve()
      }
      const timer = setTimeout(() => {
        settle()
        reject(new AppError('unavailable', otherwise))
      }, withinMs)
      const settle = () => {
        clearTimeout(timer)
        this.watchers.delete(watcher)
      }
      this.watchers.add(watcher)
      this.wake?.()
    })
  }

  private async run(): Promise<void> {
    let failures = 0
    while (this.waiting.length > 0) {
      if (failures > 0) await this.pause(Math.min(RETRY_MS * 2 ** (failures - 1), 2_000))
      else if (!this.closing && this.watchers.size === 0 && this.waiting.length < BATCH) await this.pause(EVERY_MS)
      this.writing = this.waiting.splice(0, BATCH)
      try {
        await this.write(this.writing)
        failures = 0
        this.writing = []
      } catch (error) {
        failures++
        this.options.log.warn({ err: error, waiting: this.unwritten }, 'recommendations could not be logged yet')
        this.waiting = [...this.writing, ...this.waiting]
        this.writing = []
      }
      for (const watcher of [...this.watchers]) watcher()
    }
    this.running = null
  }

  /** Ends early when somebody waits for the write. */
  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake?.(), ms)
      this.wake = () => {
        clearTimeout(timer)
        this.wake = null
        resolve()
      }
    })
  }

  /** A batch with a row that the database refuses is halved until that row stands alone. */
  private async write(batch: readonly LoggedRecommendation[]): Promise<void> {
    try {
      await writeRecommendations(this.options.db, batch)
    } catch (error) {
      if (!isRefused(error)) throw error
      if (batch.length === 1) {
        this.options.log.warn({ id: batch[0].id, reason: messageOf(error) }, 'a recommendation could not be logged')
        return
      }
      const half = Math.ceil(batch.length / 2)
      await this.write(batch.slice(0, half))
      await this.write(batch.slice(half))
    }
  }
}

/** SQLSTATE classes 22 and 23: the row itself is at fault, and trying again would not help. */
const isRefused = (error: unknown) => error instanceof Error && 'code' in error && /^2[23]...$/.test(String(error.code))
