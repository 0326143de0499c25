// A real Postgres for integration tests: one server per run (test/global-setup.ts), one database per call.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export interface TestDatabase {
  url: string
  drop(): Promise<void>
}

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated, empty database that is copied for each test file; its server's superuser may create more. */
    templateUrl: string
  }
}

/** An empty, migrated database of its own. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = new URL(inject('templateUrl'))
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asAdmin(template, `CREATE DATABASE ${name} TEMPLATE ${pg.escapeIdentifier(template.pathname.slice(1))}`)
  const url = new URL(template)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => asAdmin(template, `DROP DATABASE ${name} WITH (FORCE)`) }
}

async function asAdmin(template: URL, sql: string) {
  const url = new URL(template)
  url.pathname = '/postgres'
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    // Copies of one template must not overlap.
    await client.query('SELECT pg_advisory_lock(4711)')
    await client.query(sql)
  } finally {
    await client.end()
  }
}
