// Compiles the kernels where they are stale, starts the Postgres of the test run and migrates the template database.
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { ensureDatabase, startEmbeddedServer } from '@/lib/db/embedded/server'
import { migrate } from '@/lib/db/migrate'
import { ensureKernels } from '@/scripts/kernels.mjs'

const TEMPLATE = 'marquee_test_template'

export default async function setup(project: TestProject) {
  await ensureKernels()
  const given = process.env.DATABASE_URL
  const server = given ? undefined : await startEmbeddedServer(path.resolve('.marquee/test'), 54339)
  const name = `${TEMPLATE}_${randomUUID().slice(0, 8)}`
  const url = server ? await ensureDatabase(server, name) : await createOn(given!, name)
  await migrate(url)
  // Held until the end: a run beside this one would otherwise find the server unused and stop it.
  const holding = new pg.Client({ connectionString: adminOf(url) })
  await holding.connect()
  project.provide('templateUrl', url)
  return async () => {
    await holding.end()
    await dropOn(url, name)
    await server?.stopIfUnused()
  }
}

async function createOn(given: string, name: string): Promise<string> {
  await query(given, `CREATE DATABASE ${name}`)
  const url = new URL(given)
  url.pathname = `/${name}`
  return url.href
}

async function dropOn(url: string, name: string) {
  await query(adminOf(url), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
}

/** A template must have no connections, so this one goes to another database. */
function adminOf(url: string): string {
  const admin = new URL(url)
  admin.pathname = '/postgres'
  return admin.href
}

async function query(connectionString: string, sql: string) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}
