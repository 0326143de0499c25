// The database of a start: DATABASE_URL, or a Postgres of our own with one database for each data set.
import type { Config } from '@/lib/config/env'
import { findDataSet } from '@/lib/db/catalogue'
import { openDb } from '@/lib/db/client'
import { keepRunning, type TellOfRestart } from '@/lib/db/embedded/keep-running'
import { ensureDatabase, listDatabases, startEmbeddedServer, type EmbeddedServer } from '@/lib/db/embedded/server'
import { migrate } from '@/lib/db/migrate'
import { AppError } from '@/lib/errors/app-error'

export interface OpenDatabase {
  url: string
  /** True when it is ours, and holds one data set for itself. */
  embedded: boolean
  /** True when our own server was not running before. */
  started: boolean
  /** From now on our own server is started again when it dies. */
  keepRunning(tell: TellOfRestart): void
  /** Stops our own server, unless another process still uses it. */
  stop(): Promise<void>
  /** The sentence behind a failure that only the database's log knows; else the failure as it is. */
  explain(error: unknown): unknown
}

/** Data sets number their films differently, so each has a database of its own and nothing is lost by switching. */
export async function openDatabase(config: Config, dataSet: string): Promise<OpenDatabase> {
  if (config.databaseUrl) {
    await migrate(config.databaseUrl)
    return {
      ...{ url: config.databaseUrl, embedded: false, started: false },
      keepRunning: () => undefined,
      stop: async () => undefined,
      explain: (error) => error,
    }
  }
  const server = await startEmbeddedServer(config.home)
  const url = await ensureDatabase(server, databaseNameOf(dataSet))
  return opened(config, server, url)
}

async function opened(config: Config, server: EmbeddedServer, url: string): Promise<OpenDatabase> {
  await migrate(url)
  let stopWatching = async () => {}
  return {
    url,
    embedded: true,
    started: server.started,
    keepRunning: (tell) => (stopWatching = keepRunning(server, tell)),
    stop: async () => {
      await stopWatching()
      await server.stopIfUnused()
    },
    explain: (error) => (server.ranOutOfSpace() ? diskFull(config.home, error) : error),
  }
}

const diskFull = (home: string, cause: unknown) =>
  new AppError(
    'unavailable',
    `The disk is full: no space left for the database in ${home}. Free some space and run npm start again.`,
    { cause },
  )

/**
 * A database that is there already; never makes one.
 * @throws AppError('not_found') when our own server has none for this data set.
 */
export async function openPresentDatabase(config: Config, dataSet: string): Promise<OpenDatabase> {
  if (config.databaseUrl) return openDatabase(config, dataSet)
  const server = await startEmbeddedServer(config.home)
  const wanted = databaseNameOf(dataSet)
  const present = await listDatabases(server)
  if (present.includes(wanted)) return opened(config, server, server.urlOf(wanted))
  if (server.started) await server.stopIfUnused()
  const names = present.map((name) => name.replace('marquee_', '').replaceAll('_', '-'))
  const choice = names.length
    ? `There are: ${names.join(', ')}.`
    : 'There is none yet: run npm start, or marquee import.'
  throw new AppError('not_found', `There is no data set "${dataSet}" in ${config.home}. ${choice}`)
}

const MAX_NAME = 50

export const databaseNameOf = (dataSet: string) =>
  `marquee_${dataSet
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, MAX_NAME)}`

/** What the database holds already, or null. */
export async function findImportedDataSet(url: string): Promise<{ dataSet: string; synthetic: boolean } | null> {
  const db = openDb(url)
  try {
    return await findDataSet(db)
  } finally {
    await db.close()
  }
}
