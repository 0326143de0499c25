// Prisma's own command line agrees with what our applier of migrations does (docs/decisions/004).
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from './database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const prisma = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['node_modules/prisma/build/index.js', 'migrate', ...args], {
    env: { ...process.env, DATABASE_URL: database.url },
  })

describe('a migrated database', () => {
  it('is what the Prisma schema describes', async () => {
    const drift = await prisma('diff', '--from-config-datasource', '--to-schema', 'prisma/schema.prisma', '--script')
    expect(drift.stdout.replace('-- This is an empty migration.', '').trim()).toBe('')
  })

  it('is up to date for Prisma too', async () => {
    expect((await prisma('status')).stdout).toContain('Database schema is up to date')
  })
})
