// The worker's job: train at once, again whenever the data changed, and whatever somebody queues meanwhile.
import type { Config } from '@/lib/config/env'
import { openDb } from '@/lib/db/client'
import { listen } from '@/lib/db/notify'
import { AppError } from '@/lib/errors/app-error'
import type { Logger } from '@/lib/log/logger'
import { syncMlflow } from '../runs/sync-mlflow'
import { trainStaleModels } from './train-models'
import type { TrainingOptions } from './options'
import { workOff } from './work-off'

/** Until MLflow is asked again after it did not answer. */
const RETRY_MS = 60_000

export interface Training {
  /** `onServable` is called once the web process can start, at the latest when all is trained. */
  run(report?: (text: string) => void, onServable?: () => void): Promise<void>
  close(): Promise<void>
}

export async function openTraining(config: Config, log: Logger): Promise<Training> {
  if (!config.databaseUrl)
    throw new AppError(
      'bad_configuration',
      'DATABASE_URL is not set. Start Marquee with npm start, which provides one.',
    )
  const db = openDb(config.databaseUrl)
  const stopping = new AbortController()
  const options: TrainingOptions = { db, config, log, signal: stopping.signal }
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const next = last.catch(() => undefined).then(() => (stopping.signal.aborted ? undefined : work()))
    last = next
    return next
  }
  let retry: NodeJS.Timeout | undefined
  const finish = async () => {
    await workOff(options)
    clearTimeout(retry)
    const told = await syncMlflow(options)
    if (!told && !stopping.signal.aborted) retry = setTimeout(() => void inTurn(finish).catch(failed), RETRY_MS)
  }
  const failed = (error: unknown) => {
    if (!stopping.signal.aborted) log.error({ err: error }, 'training failed')
  }
  const train = async (report?: (text: string) => void, onServable?: () => void) => {
    const servable = (trained: string[]) => {
      report?.(trained.length ? `trained ${trained.join(', ')}` : 'nothing to do')
      onServable?.()
    }
    const trained = await trainStaleModels({ ...options, report, onServable: servable })
    if (!trained.length) servable([])
    // The pages have what they need: what fails here is told in its own row.
    await finish().catch(failed)
  }
  const stops = await Promise.all([
    listen(config.databaseUrl, 'marquee_data', () => void inTurn(() => train()).catch(failed)),
    listen(config.databaseUrl, 'marquee_runs', () => void inTurn(finish).catch(failed)),
  ])
  return {
    run: (report, onServable) => inTurn(() => train(report, onServable)),
    close: async () => {
      stopping.abort()
      clearTimeout(retry)
      await Promise.all(stops.map((stop) => stop()))
      await last.catch(() => undefined)
      await db.close()
    },
  }
}
