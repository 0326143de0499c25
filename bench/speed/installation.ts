// An installation of Marquee for the bench: a database and the models that the pages need, made once for each data set.
import { createHash } from 'node:crypto'
import path from 'node:path'
import { openDataSet } from '@/lib/datasets/movielens/open-movielens'
import { parseConfig, type Config } from '@/lib/config/env'
import { openDb, type Db } from '@/lib/db/client'
import { createLogger } from '@/lib/log/logger'
import { importDataSet } from '@/lib/services/imports/import-data-set'
import { openDatabase } from '@/lib/services/host/open-database'
import { trainStaleModels } from '@/lib/services/training/train-models'

export interface Installation {
  name: string
  /** With the address of its database. */
  config: Config
  db: Db
  close(): Promise<void>
}

/** What is measured; the slower models are measured by `npm run bench:peers`. */
const MODELS = ['user-knn', 'content', 'popularity']

export async function openInstallation(data: string): Promise<Installation> {
  const hash = createHash('sha256').update(path.resolve(data)).digest('hex').slice(0, 8)
  const home = path.resolve('.marquee/bench', `home-${hash}`)
  const base = parseConfig({
    MARQUEE_HOME: home,
    MARQUEE_POSTERS: 'off',
    LOG_LEVEL: 'error',
    PORT: '4173',
    API_LIMIT_PER_ADDRESS: '0',
  })
  const source = await openDataSet(data)
  const database = await openDatabase(base, source.name)
  const config = { ...base, databaseUrl: database.url }
  try {
    await importDataSet({ connectionString: database.url, source })
  } finally {
    await source.close()
  }
  const db = openDb(database.url)
  const log = createLogger(config, 'bench')
  for (const only of MODELS) await trainStaleModels({ db, config, log, only })
  return {
    name: source.name,
    config,
    db,
    close: async () => {
      await db.close()
      await database.stop()
    },
  }
}
