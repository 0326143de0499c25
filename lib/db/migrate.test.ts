import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/test/database'
import { migrate } from './migrate'

let database: TestDatabase
let folder: string

beforeEach(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-migrations-'))
  await cp('prisma/migrations', folder, { recursive: true })
})

afterEach(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

async function addMigration(name: string, sql: string) {
  await mkdir(path.join(folder, name))
  await writeFile(path.join(folder, name, 'migration.sql'), sql)
}

async function query(sql: string) {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  return client.query(sql).finally(() => client.end())
}

describe('migrating', () => {
  it('applies nothing when the database is up to date', async () => {
    expect(await migrate(database.url, folder)).toEqual([])
  })

  it('applies what is new, once, also when two starts race', async () => {
    await addMigration('29991231000000_more', 'CREATE TABLE more (id INT PRIMARY KEY);')
    const applied = await Promise.all([migrate(database.url, folder), migrate(database.url, folder)])
    expect(applied.flat()).toEqual(['29991231000000_more'])
  })

  it('leaves nothing of a migration that fails, says which, and applies it once it is mended', async () => {
    await addMigration('29991231000000_broken', 'CREATE TABLE half (id INT); SELECT nonsense;')
    await expect(migrate(database.url, folder)).rejects.toThrow('29991231000000_broken failed')
    expect((await query(`SELECT to_regclass('half') AS half`)).rows[0].half).toBeNull()

    await writeFile(path.join(folder, '29991231000000_broken', 'migration.sql'), 'CREATE TABLE half (id INT);')
    expect(await migrate(database.url, folder)).toEqual(['29991231000000_broken'])
  })

  it('says what a user needs who may not create tables or extensions', async () => {
    await addMigration('29991231000000_weak', 'CREATE EXTENSION hstore;')
    const role = `weak_${process.pid}_${Date.now()}`
    await query(`CREATE ROLE ${role} LOGIN PASSWORD 'weak'; GRANT ALL ON _prisma_migrations TO ${role}`)
    const weak = Object.assign(new URL(database.url), { username: role, password: 'weak' })
    try {
      await expect(migrate(weak.href, folder)).rejects.toThrow(/permission denied.*GRANT CREATE on the database/)
    } finally {
      await query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
    }
  })

  it('refuses a migration that was changed after it was applied', async () => {
    await addMigration('29991231000000_more', 'SELECT 1;')
    await migrate(database.url, folder)
    await writeFile(path.join(folder, '29991231000000_more', 'migration.sql'), 'SELECT 2;')
    await expect(migrate(database.url, folder)).rejects.toThrow('was changed after this database applied it')
  })
})
