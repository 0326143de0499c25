import { appendFileSync, chmodSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureDatabase, startEmbeddedServer, type EmbeddedServer } from './server'

let home: string
let server: EmbeddedServer

beforeAll(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), 'marquee-embedded-'))
  // Started as root, the database runs as an account that must be able to enter.
  chmodSync(home, 0o755)
  server = await startEmbeddedServer(home, 0)
}, 60_000)

afterAll(async () => {
  await server.stopIfUnused()
  rmSync(home, { recursive: true })
})

const postmaster = () => Number(readFileSync(path.join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

describe('the bundled database', () => {
  it('stays while somebody else uses it', async () => {
    const client = new pg.Client({ connectionString: await ensureDatabase(server, 'somebody') })
    await client.connect()
    expect(await server.stopIfUnused()).toBe(false)
    await client.end()
  })

  it('says that the disk was full only when its log says so since it was started', () => {
    expect(server.ranOutOfSpace()).toBe(false)
    appendFileSync(path.join(home, 'postgres', 'server.log'), 'PANIC: could not write: No space left on device\n')
    expect(server.ranOutOfSpace()).toBe(true)
  })

  it('counts as stopped when it was killed', async () => {
    process.kill(postmaster(), 'SIGKILL')
    expect(await server.stopIfUnused()).toBe(true)
    server = await startEmbeddedServer(home, 0)
    expect(server.ranOutOfSpace()).toBe(false)
    expect(await server.stopIfUnused()).toBe(true)
  }, 60_000)

  it('counts as stopped when it dies while we wait for that', async () => {
    server = await startEmbeddedServer(home, 0)
    const pid = postmaster()
    process.kill(pid, 'SIGSTOP')
    // Until then it answers nobody, and has not seen that it should stop.
    setTimeout(() => process.kill(pid, 'SIGKILL'), 7000)
    expect(await server.stopIfUnused()).toBe(true)
  }, 60_000)

  it('says which file is missing when its password is gone', async () => {
    const password = path.join(home, 'postgres.password')
    renameSync(password, `${password}.away`)
    await expect(startEmbeddedServer(home, 0)).rejects.toThrow(/password of the bundled database.*postgres\.password/)
    renameSync(`${password}.away`, password)
  })
})
