// Opens what a web process needs, and keeps its engine up to date while it runs.
import { loadConfig, type Config } from '@/lib/config/env'
import { loadSecret } from '@/lib/config/secret'
import { connectOrExplain } from '@/lib/db/connect'
import { openDb } from '@/lib/db/client'
import { listen } from '@/lib/db/notify'
import { AppError } from '@/lib/errors/app-error'
import { createLogger } from '@/lib/log/logger'
import { watchPosterHost } from '@/lib/tmdb/poster-host'
import type { Host } from './host'
import { HostMemory } from './host-memory'
import { loadEngine } from './load-engine'
import { RecommendationLog } from '../recommend/recommendation-log'
import { loadSearch } from '../catalogue/remembered-search'

export async function openHost(config: Config = loadConfig()): Promise<Host> {
  if (!config.databaseUrl)
    throw new AppError(
      'bad_configuration',
      'DATABASE_URL is not set. Start Marquee with npm start, which provides one.',
    )
  await (await connectOrExplain(config.databaseUrl)).end()
  const log = createLogger(config, 'web')
  const db = openDb(config.databaseUrl)
  const posters = watchPosterHost(config)
  const host: Host = {
    config,
    db,
    log,
    posters,
    secret: loadSecret(config),
    engine: await loadEngine({ db, config, log }),
    memory: new HostMemory(),
    recommendations: new RecommendationLog({ db, log }),
    close: async () => {
      await Promise.all([stopModels(), stopData()])
      posters.stop()
      await host.recommendations.close().finally(() => db.close())
    },
  }
  host.memory.search = await loadSearch(db)
  const reloadEngine = oneAtATime(async () => {
    host.engine = (await loadEngine(host, host.engine)) ?? host.engine
  })
  const reloadSearch = oneAtATime(async () => {
    host.memory.search = await loadSearch(db)
  })
  const stopModels = await listen(config.databaseUrl, 'marquee_models', () => {
    reloadEngine().catch((error) => log.error({ err: error }, 'the engine could not be reloaded; the old one stays'))
  })
  const stopData = await listen(config.databaseUrl, 'marquee_data', () => {
    reloadSearch().catch((error) =>
      log.error({ err: error }, 'the catalogue could not be read again; the old one stays'),
    )
  })
  return host
}

/** A call that comes while the work is being done causes it to be done once more. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let again = false
  return () => {
    again = true
    running ??= (async () => {
      while (again) {
        again = false
        await work()
      }
    })().finally(() => (running = undefined))
    return running
  }
}
