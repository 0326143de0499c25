import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { bundleCli, type Cli } from '@/test/cli'
import { createTestDatabase, type TestDatabase } from '@/test/database'

// Each command is a process of its own, and a busy machine starts them slowly.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let database: TestDatabase
let cli: Cli

beforeAll(async () => {
  database = await createTestDatabase()
  cli = await bundleCli({ DATABASE_URL: database.url })
})
afterAll(async () => {
  await cli.remove()
  await database.drop()
})

describe('marquee keys', () => {
  it('makes a key, shows it once, lists it and revokes it', async () => {
    expect((await cli.run(['keys', 'list'])).stdout).toBe('No key.\n')
    const made = await cli.run(['keys', 'create', 'my script', '--scope', 'write', '--days', '90'])
    expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/^mq_[0-9a-f]{8}_[\w-]{43}\n$/)])
    expect(made.stderr).toMatch(/not shown again.*write, until 20/)

    const prefix = made.stdout.slice(0, 11)
    const list = await cli.run(['keys', 'list', '--json'])
    expect(JSON.parse(list.stdout).keys).toMatchObject([{ prefix, name: 'my script', scope: 'write', revokedAt: null }])
    expect(list.stdout).not.toContain(made.stdout.slice(12, -1))

    expect((await cli.run(['keys', 'revoke', prefix])).stdout).toBe(`${prefix} (my script) is revoked.\n`)
    expect((await cli.run(['keys', 'list'])).stdout).toContain('revoked')
  })

  it('refuses what cannot be', async () => {
    expect(await cli.run(['keys', 'revoke', 'mq_00000000'])).toMatchObject({ code: 4, stdout: '' })
    expect(await cli.run(['keys', 'create', 'x', '--scope', 'all'])).toMatchObject({ code: 2, stdout: '' })
    expect(await cli.run(['keys', 'create', ' ', '--json'])).toMatchObject({ code: 2, stdout: '' })
  })
})
