// Runs one job in a thread of its own, and can be told to stop; where there is no thread to start (tests from source) it runs here.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { AppError } from '@/lib/errors/app-error'
import type { TrainingData } from '@/lib/recsys/models/contract'
import { executeJob } from './execute'
import type { FitJob, FitResult, Job, JobHooks, Measurement, MeasureJob, ThreadMessage } from './job'
import { packData, type ThreadInput } from './thread-input'

const SAMPLE_MS = 100
/** A model that does not look at the signal for so long is ended without being asked. */
const STOP_WITHIN_MS = 5000

/** The bundle puts it beside every other program. */
const bundledThread = path.join(import.meta.dirname, 'training-thread.js')

export interface JobOptions extends JobHooks {
  /** The file of the thread; the bundled one where not said. */
  thread?: string
}

export interface Outcome<R> {
  result: R
  /** The largest resident memory of this process while the job ran. */
  peakBytes: number
}

export function runJob(job: FitJob, data: TrainingData, options: JobOptions): Promise<Outcome<FitResult>>
export function runJob(job: MeasureJob, data: TrainingData, options: JobOptions): Promise<Outcome<Measurement | null>>
/** @throws what the job threw, and the signal's reason when it was aborted. */
export async function runJob(job: Job, data: TrainingData, options: JobOptions): Promise<Outcome<unknown>> {
  options.signal?.throwIfAborted()
  const thread = options.thread ?? bundledThread
  let peakBytes = process.memoryUsage.rss()
  const sample = () => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss()))
  const sampling = setInterval(sample, SAMPLE_MS)
  try {
    const result = existsSync(thread)
      ? await inThread(thread, job, data, options)
      : await executeJob(job, data, options)
    sample()
    return { result, peakBytes }
  } finally {
    clearInterval(sampling)
  }
}

function inThread(thread: string, job: Job, data: TrainingData, { signal, onProgress, onCurve }: JobHooks) {
  return new Promise<unknown>((resolve, reject) => {
    const flag = new Int32Array(new SharedArrayBuffer(4))
    const workerData: ThreadInput = { job, data: packData(data), flag }
    const worker = new Worker(thread, { workerData })
    let firmly: NodeJS.Timeout | undefined
    const stop = () => {
      Atomics.store(flag, 0, 1)
      firmly = setTimeout(() => void worker.terminate(), STOP_WITHIN_MS)
    }
    signal?.addEventListener('abort', stop, { once: true })
    let outcome: (() => void) | undefined
    worker.on('message', (message: ThreadMessage) => {
      if (message.type === 'progress') onProgress?.(message.fraction)
      else if (message.type === 'curve') onCurve?.(message.point)
      else if (message.type === 'done') outcome = () => resolve(message.result)
      else if (message.type === 'failed') outcome = () => reject(toError(message))
    })
    worker.on('error', (error) => (outcome = () => reject(error)))
    // Only now is its memory free again, and its last message read.
    worker.on('exit', (code) => {
      clearTimeout(firmly)
      signal?.removeEventListener('abort', stop)
      if (outcome) outcome()
      else reject(signal?.aborted ? signal.reason : new AppError('internal', `The training ended by itself (${code}).`))
    })
  })
}

function toError({ message, code, fieldErrors, stack }: ThreadMessage & { type: 'failed' }): Error {
  if (code) return new AppError(code, message, { fieldErrors })
  return Object.assign(new Error(message), { stack })
}
