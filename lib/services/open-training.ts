// The worker's job: train at once, and again whenever an import says that the data changed.
import type { Config } from '@/lib/config/env'
import { openDb } from '@/lib/db/client'
import { listen } from '@/lib/db/notify'
import { AppError } from '@/lib/errors/app-error'
import type { Logger } from '@/lib/log/logger'
import { trainStaleModels } from './train-models'

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
  let last: Promise<unknown> = Promise.resolve()
  const run = (report?: (text: string) => void, onServable?: () => void) => {
    const next = last
      .catch(() => undefined)
      .then(async () => {
        if (stopping.signal.aborted) return
        const servable = (trained: string[]) => {
          report?.(trained.length ? `trained ${trained.join(', ')}` : 'nothing to do')
          onServable?.()
        }
        const trained = await trainStaleModels({
          ...{ db, config, log, signal: stopping.signal, report },
          onServable: servable,
        })
        if (!trained.length) servable([])
      })
    last = next
    return next
  }
  const stopListening = await listen(config.databaseUrl, 'marquee_data', () => {
    run().catch((error) => log.error({ err: error }, 'training failed'))
  })
  return {
    run,
    close: async () => {
      stopping.abort()
      await stopListening()
      await last.catch(() => undefined)
      await db.close()
    },
  }
}
