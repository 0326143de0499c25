// The database behind the server under test, to see what was really stored.
import pg from 'pg'
import { ensureDatabase, startEmbeddedServer } from '@/lib/db/embedded/server'

/** `npm test` says where the server under test keeps its things; its database is found, not started. */
export async function openStore(): Promise<pg.Client> {
  const given = process.env.MARQUEE_TEST_DATABASE_URL
  const url = given || (await ensureDatabase(await startEmbeddedServer(requireHome()), 'marquee_demo'))
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}

function requireHome(): string {
  const home = process.env.MARQUEE_TEST_HOME
  if (!home) throw new Error('Run the end-to-end tests with npm test, or set MARQUEE_TEST_HOME.')
  return home
}
