// What every part of training is given.
import type { Config } from '@/lib/config/env'
import type { Db } from '@/lib/db/client'
import type { Logger } from '@/lib/log/logger'

export interface TrainingOptions {
  db: Db
  config: Pick<Config, 'home' | 'mlflowTrackingUri'>
  log: Logger
  signal?: AbortSignal
  report?: (text: string) => void
  /** The file of the thread that fits; see ./run-job.ts. */
  thread?: string
}
