// Streams the rows of a query out of Postgres by COPY: nothing is held in memory.
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Db } from './client'

/** On a connection of its own, which is closed when the reader stops early. */
export async function* copyOut(db: Db, sql: string): AsyncGenerator<Buffer> {
  const client = await db.pool.connect()
  let whole = false
  try {
    yield* copyOn(client, sql)
    whole = true
  } finally {
    client.release(!whole)
  }
}

export async function* copyOn(client: pg.PoolClient | pg.Client, sql: string): AsyncGenerator<Buffer> {
  yield* client.query(copyTo(sql)) as AsyncIterable<Buffer>
}
