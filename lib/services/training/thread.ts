// The thread in which models are fitted, so that the process that asked for them can go on answering: an entry of its own (scripts/bundle.mjs).
import { parentPort, workerData } from 'node:worker_threads'
import { isAppError, messageOf } from '@/lib/errors/app-error'
import type { CurvePoint } from '@/lib/recsys/models/contract'
import { executeJob } from './execute'
import type { ThreadMessage } from './job'
import { unpackData, watchFlag, type ThreadInput } from './thread-input'

const { job, data, flag } = workerData as ThreadInput
const tell = (message: ThreadMessage) => parentPort?.postMessage(message)
const signal = watchFlag(flag)

/** Messages cost both sides: one for each whole percent is enough. */
let percent = -1
function onProgress(fraction: number) {
  if (Math.floor(fraction * 100) === percent) return
  percent = Math.floor(fraction * 100)
  tell({ type: 'progress', fraction })
}

try {
  const onCurve = (point: CurvePoint) => tell({ type: 'curve', point })
  tell({ type: 'done', result: await executeJob(job, unpackData(data), { signal, onProgress, onCurve }) })
} catch (error) {
  if (signal.aborted) tell({ type: 'cancelled' })
  else tell({ type: 'failed', message: messageOf(error), ...describe(error) })
}

/** Classes do not cross the border between threads. */
function describe(error: unknown) {
  if (isAppError(error)) return { code: error.code, fieldErrors: error.fieldErrors }
  return { stack: error instanceof Error ? error.stack : undefined }
}
