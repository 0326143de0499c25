import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseConfig, type Config } from '@/lib/config/env'
import { findServer, noteServer } from './running-server'

let home: string
let server: Server
let running: Config
/** The settings of somebody who does not know the port. */
let elsewhere: Config

beforeEach(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), 'marquee-note-'))
  server = createServer((request, response) => response.writeHead(request.url === '/api/v1/ready' ? 200 : 404).end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  running = { ...parseConfig({ MARQUEE_HOME: home }), port }
  elsewhere = parseConfig({ MARQUEE_HOME: home, PORT: '9' })
})
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve))
  rmSync(home, { recursive: true })
})

describe('the running server', () => {
  it('is found without knowing its port, until it stops', async () => {
    const forget = await noteServer(running)
    expect(await findServer(elsewhere)).toEqual({
      url: `http://localhost:${running.port}`,
      reachable: true,
      ready: true,
    })
    await forget()
    expect(await findServer(elsewhere)).toEqual({ url: 'http://localhost:9', reachable: false, ready: false })
  })

  it('is looked for where the settings say when its note is stale or damaged', async () => {
    await noteServer(elsewhere)
    expect(await findServer(running)).toMatchObject({ reachable: true })
    writeFileSync(path.join(home, 'server.json'), '{"url":"http')
    expect(await findServer(running)).toMatchObject({ reachable: true })
  })

  it('leaves the note of its successor alone', async () => {
    const forget = await noteServer({ ...running, port: 8 })
    await noteServer(running)
    await forget()
    expect(await findServer(elsewhere)).toMatchObject({ reachable: true })
  })
})
