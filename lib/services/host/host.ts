// What one web process holds: database, engine, configuration. Created once, shared by every copy of this code in it.
import type { Config } from '@/lib/config/env'
import type { Db } from '@/lib/db/client'
import { AppError } from '@/lib/errors/app-error'
import type { Engine } from '@/lib/engine/engine'
import type { Logger } from '@/lib/log/logger'
import type { PosterHost } from '@/lib/tmdb/poster-host'
import type { HostMemory } from './host-memory'
import type { RecommendationLog } from '../recommend/recommendation-log'

export interface Host {
  config: Config
  db: Db
  log: Logger
  posters: PosterHost
  /** Signs the cookies of guests. */
  secret: string
  /** Replaced as a whole when models change, so that no request sees half of two. */
  engine: Engine | null
  memory: HostMemory
  recommendations: RecommendationLog
  /** Writes what is still to be written. */
  close(): Promise<void>
}

const KEY = Symbol.for('marquee.host')
const shared = globalThis as typeof globalThis & { [KEY]?: Promise<Host> }

/** Next and the server bundle hold separate copies of this module; the global is what they share. */
export function shareHost(host: Promise<Host>): void {
  shared[KEY] = host
}

/** @throws AppError('not_ready') before the server has opened the host. */
export async function requireHost(): Promise<Host> {
  if (!shared[KEY]) throw new AppError('not_ready', 'Marquee is still starting. Try again in a moment.')
  return shared[KEY]
}

/** @throws AppError('not_ready') while there is no catalogue in memory yet. */
export function requireEngine(host: Host): Engine {
  if (!host.engine) throw new AppError('not_ready', 'The catalogue is still being loaded. Try again in a moment.')
  return host.engine
}
