// What tests of imports stand on: an empty database for each test, and data sets written for it.
import pg from 'pg'
import { afterAll, afterEach, beforeEach } from 'vitest'
import { openDb } from '@/lib/db/client'
import { readFingerprint } from '@/lib/db/training-data'
import { openDataSet } from '@/lib/datasets/movielens/open-movielens'
import { createWorkbench, type Contents } from '@/lib/datasets/testing'
import { importDataSet, type ImportDataSetOptions } from '@/lib/services/imports/import-data-set'
import { createTestDatabase, type TestDatabase } from './database'

/** To be called once, at the top of a file of tests. */
export function setUpImports() {
  const bench = createWorkbench()
  let database: TestDatabase
  let client: pg.Client
  beforeEach(async () => {
    database = await createTestDatabase()
    client = new pg.Client({ connectionString: database.url })
    await client.connect()
  })
  afterEach(async () => {
    await client.end()
    await database.drop()
  })
  afterAll(() => bench.remove())

  let made = 0
  const makeFolder = (contents: Contents, name = 'ml-test') => bench.writeFolder(`${(made += 1)}/${name}`, contents)
  const makeFile = (name: string, bytes: string | Buffer) => bench.writeFile(`${(made += 1)}/${name}`, bytes)

  async function importPath(path: string, options: Partial<ImportDataSetOptions> = {}) {
    const source = await openDataSet(path)
    try {
      return await importDataSet({ connectionString: database.url, source, ...options })
    } finally {
      await source.close()
    }
  }

  return {
    get url() {
      return database.url
    },
    get client() {
      return client
    },
    makeFolder,
    makeFile,
    importPath,
    importContents: (contents: Contents, options?: Partial<ImportDataSetOptions>) =>
      importPath(makeFolder(contents), options),
    /** Rows as arrays, which say more at a glance. */
    rowsOf: async (sql: string): Promise<unknown[][]> =>
      (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows,
    fingerprint: async (): Promise<string> => {
      const db = openDb(database.url)
      return readFingerprint(db).finally(() => db.close())
    },
  }
}
