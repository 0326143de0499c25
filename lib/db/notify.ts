// Telling the other processes that something changed, through Postgres itself.
import pg from 'pg'
import type { Db } from './client'

/** data: ratings or texts changed. models: artefacts or aliases changed. runs: something waits in the queue. */
export type Channel = 'marquee_data' | 'marquee_models' | 'marquee_runs'

export async function notify(db: Db, channel: Channel): Promise<void> {
  await db.pool.query('SELECT pg_notify($1, $2)', [channel, ''])
}

const RECONNECT_MS = 2000

/** Calls `onMessage` for each message, reconnecting when the connection breaks. Returns how to stop. */
export async function listen(
  connectionString: string,
  channel: Channel,
  onMessage: () => void,
): Promise<() => Promise<void>> {
  let stopped = false
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined

  const connect = async () => {
    const next = new pg.Client({ connectionString, application_name: 'marquee' })
    next.on('notification', onMessage)
    next.on('error', () => undefined)
    next.on('end', () => {
      if (stopped) return
      retry = setTimeout(() => {
        connect().then(onMessage, () => undefined)
      }, RECONNECT_MS)
    })
    await next.connect()
    await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
    client = next
  }
  await connect()
  return async () => {
    stopped = true
    clearTimeout(retry)
    await client?.end()
  }
}
