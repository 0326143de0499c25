// A Parquet file, row group by row group, read in a thread that may fail.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { AppError } from '@/lib/errors/app-error'
import { WORKER_SOURCE, type ParquetGroup, type ParquetOutline, type WorkerData } from './worker-source'

/** What a row group of a million ratings needs, several times over. */
const HEAP_MB = 384
/** Such a row group takes a second or two; a file made to be read for ever is given up. */
const GROUP_TIMEOUT_MS = 120_000

export interface ParquetFile {
  outline(): Promise<ParquetOutline>
  /** The rows from `start` on of these columns, in the order asked. */
  readGroup(start: number, rows: number, columns: readonly string[]): Promise<ParquetGroup>
  close(): Promise<void>
}

type Answer = { result: unknown } | { error: string }

const addressOf = (name: string) => pathToFileURL(createRequire(import.meta.url).resolve(name)).href

/** Every failure is an AppError('bad_data') that names the file as `name`. */
export function openParquet(path: string, name: string): ParquetFile {
  const workerData: WorkerData = {
    file: path,
    hyparquet: addressOf('hyparquet'),
    compressors: addressOf('hyparquet-compressors'),
  }
  const worker = new Worker(WORKER_SOURCE, {
    eval: true,
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    // Flags of a test runner or a loader are not meant for it.
    execArgv: [],
  })
  let ended: AppError | undefined
  let fail: (error: AppError) => void = () => undefined
  const end = (error: AppError) => {
    ended ??= error
    fail(ended)
  }
  worker.on('error', (error) => end(explain(name, error)))
  worker.on('exit', () => end(damaged(name, 'the reader ended early')))

  const ask = (wish: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      if (ended) return reject(ended)
      const timer = setTimeout(() => end(damaged(name, 'it takes for ever to read')), GROUP_TIMEOUT_MS)
      const settle = () => {
        clearTimeout(timer)
        worker.removeAllListeners('message')
        fail = () => undefined
      }
      fail = (error) => {
        settle()
        reject(error)
      }
      worker.once('message', (answer: Answer) => {
        settle()
        if ('error' in answer) reject(damaged(name, answer.error))
        else resolve(answer.result)
      })
      worker.postMessage(wish)
    })

  return {
    outline: async () => (await ask('outline')) as ParquetOutline,
    readGroup: async (start, rows, columns) => (await ask({ start, rows, columns })) as ParquetGroup,
    close: async () => {
      await worker.terminate()
    },
  }
}

const damaged = (name: string, why: string, cause?: unknown) =>
  new AppError('bad_data', `${name} cannot be read as Parquet (${why}): it is damaged or cut short. Write it again.`, {
    cause,
  })

function explain(name: string, error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return damaged(name, 'the reader failed', error)
  return new AppError(
    'bad_data',
    `${name} needs more memory than a file of ratings should: its row groups are too large. Write it with row groups of a million rows (row_group_size in pandas and pyarrow, ROW_GROUP_SIZE in DuckDB).`,
    { cause: error },
  )
}
