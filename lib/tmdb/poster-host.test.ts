import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { watchPosterHost } from './poster-host'

let server: Server | undefined
afterEach(() => server?.close())

async function listen(): Promise<string> {
  server = createServer((_, response) => response.writeHead(404).end())
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('the poster host', () => {
  it('is reachable once it has answered anything at all', async () => {
    const host = watchPosterHost({ posters: 'auto', posterHost: await listen() })
    expect(host.reachable()).toBe(false)
    await vi.waitFor(() => expect(host.reachable()).toBe(true))
    host.stop()
  })

  it('is not reachable when nothing answers', async () => {
    const asked = vi.fn<typeof fetch>().mockRejectedValue(new TypeError('fetch failed'))
    const host = watchPosterHost({ posters: 'auto', posterHost: 'http://127.0.0.1:9' }, asked)
    await vi.waitFor(() => expect(asked).toHaveBeenCalled())
    expect(host.reachable()).toBe(false)
    host.stop()
  })

  it.each([
    ['on', true],
    ['off', false],
  ] as const)('is not asked when posters are switched %s', (posters, reachable) => {
    const asked = vi.fn<typeof fetch>()
    expect(watchPosterHost({ posters, posterHost: 'http://127.0.0.1:9' }, asked).reachable()).toBe(reachable)
    expect(asked).not.toHaveBeenCalled()
  })
})
