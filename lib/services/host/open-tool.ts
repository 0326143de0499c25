// What a command of the CLI works with: the database that is there, beside a running server or without one.
import type { Config } from '@/lib/config/env'
import { findDataSet } from '@/lib/db/catalogue'
import { openDb } from '@/lib/db/client'
import type { Engine } from '@/lib/engine/engine'
import { AppError } from '@/lib/errors/app-error'
import { createLogger } from '@/lib/log/logger'
import { findLastUsed } from '../imports/choose-data-set'
import type { Host } from './host'
import { HostMemory } from './host-memory'
import { loadEngine } from './load-engine'
import { openPresentDatabase, type OpenDatabase } from './open-database'
import { RecommendationLog } from '../recommend/recommendation-log'

export interface Tool {
  host: Host
  database: OpenDatabase
  dataSet: { dataSet: string; synthetic: boolean } | null
  close(): Promise<void>
}

/** Warnings are for those who watch a server; a command says what matters itself. */
export const toolLog = (config: Config) =>
  createLogger({ logLevel: config.logLevel === 'warn' ? 'error' : config.logLevel }, 'cli')

/** @throws AppError('not_ready') when nothing was imported yet, 'not_found' for a data set that is not there. */
export async function openTool(config: Config, wanted?: string): Promise<Tool> {
  const name = wanted ?? findLastUsed(config)?.name
  if (!config.databaseUrl && name === undefined)
    throw new AppError(
      'not_ready',
      `There is no data set in ${config.home} yet. Run npm start, or marquee import PATH.`,
    )
  const database = await openPresentDatabase(config, name ?? '')
  const db = openDb(database.url)
  const host = hostOver(config, db)
  const close = async () => {
    await host.close()
    if (database.started) await database.stop()
  }
  try {
    const dataSet = await findDataSet(db)
    if (!database.embedded && wanted !== undefined && dataSet?.dataSet !== wanted) throw otherDataSet(dataSet, wanted)
    return { host, database, dataSet, close }
  } catch (error) {
    await close()
    throw error
  }
}

const otherDataSet = (present: { dataSet: string } | null, wanted: string) =>
  new AppError(
    'not_found',
    `The database of DATABASE_URL holds ${present ? `"${present.dataSet}"` : 'no data set'}, not "${wanted}".`,
  )

function hostOver(config: Config, db: Host['db']): Host {
  const log = toolLog(config)
  const recommendations = new RecommendationLog({ db, log })
  return {
    config,
    db,
    log,
    posters: { origin: config.posterHost, reachable: () => true, stop: () => undefined },
    // Commands have no visitors, hence no cookies to sign.
    secret: '',
    engine: null,
    memory: new HostMemory(),
    recommendations,
    close: () => recommendations.close().finally(() => db.close()),
  }
}

/** The models as the web process has them. @throws AppError('not_ready') when nothing is trained. */
export async function loadToolEngine({ host }: Tool): Promise<Engine> {
  host.engine ??= await loadEngine(host)
  if (host.engine) return host.engine
  throw new AppError('not_ready', 'Nothing is trained for this data set yet. Run marquee train.')
}
