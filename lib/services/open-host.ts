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
import { RecommendationLog } from './recommendation-log'

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
      await stopListening()
      posters.stop()
      await host.recommendations.close().finally(() => db.close())
    },
  }
  const stopListening = await listen(config.databaseUrl, 'marquee_models', () => {
    reload(host).catch((error) => log.error({ err: error }, 'the engine could not be reloaded; the old one stays'))
  })
  return host
}

/** One at a time; a message that comes during a reload causes one more. */
let reloading: Promise<void> | undefined
let again = false

async function reload(host: Host): Promise<void> {
  if (reloading) {
    again = true
    return reloading
  }
  reloading = (async () => {
    do {
      again = false
      host.engine = (await loadEngine(host, host.engine)) ?? host.engine
    } while (again)
  })()
  try {
    await reloading
  } finally {
    reloading = undefined
  }
}
