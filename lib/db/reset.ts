// Emptying the database, or forgetting its people.
import type pg from 'pg'
import { refreshStatistics } from './import-record'
import type { Channel } from './notify'

/** Other Marquee processes on this database: they hold in memory what is about to go. */
export async function countOtherProcesses(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'marquee' AND pid <> pg_backend_pid()`,
  )
  return rows[0].n
}

/** Everything but the record of the migrations. */
export async function emptyDatabase(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables
     WHERE schemaname = current_schema() AND tablename <> '_prisma_migrations'`,
  )
  await client.query(`TRUNCATE ${rows.map((row) => row.name).join(', ')} RESTART IDENTITY CASCADE`)
  await settle(client)
}

export async function forgetPeople(client: pg.Client): Promise<void> {
  await client.query('DELETE FROM feedback')
  await client.query('DELETE FROM recommendations')
  await client.query(`DELETE FROM profiles WHERE kind = 'person'`)
}

/** After the data changed as a whole: statistics at once, the worker at the commit. */
export async function settle(client: pg.Client): Promise<void> {
  await refreshStatistics(client)
  const channel: Channel = 'marquee_data'
  await client.query(`SELECT pg_notify($1, '')`, [channel])
}
