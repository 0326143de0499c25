import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { downloadDataSet } from './download'
import { SMALL_CSV, createWorkbench, createZip } from './testing'

const bench = createWorkbench()
afterAll(() => bench.remove())

const zip = createZip(SMALL_CSV)
const refused = (message: RegExp) => ({ code: 'unavailable', message: expect.stringMatching(message) as unknown })

/** A stand-in for GroupLens on loopback, for as long as `visit` takes. */
async function withServer<T>(answer: RequestListener, visit: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await visit(`http://127.0.0.1:${(server.address() as AddressInfo).port}/datasets/ml-latest-small.zip`)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

let folders = 0
const newFolder = () => path.join(bench.folder, `downloads-${(folders += 1)}`)

describe('A download', () => {
  it('ends as the zip, having told how far it was', async () => {
    const directory = newFolder()
    const seen: [number, number | null][] = []
    const answer: RequestListener = (_, response) => response.writeHead(200, { 'content-length': zip.length }).end(zip)
    const file = await withServer(answer, (url) =>
      downloadDataSet({ url, directory, onProgress: (...progress) => seen.push(progress) }),
    )
    expect(file).toBe(path.join(directory, 'ml-latest-small.zip'))
    expect(readFileSync(file).equals(zip)).toBe(true)
    expect(seen.at(-1)).toEqual([zip.length, zip.length])
    expect(readdirSync(directory)).toEqual(['ml-latest-small.zip'])
  })

  it.each<[string, RequestListener, RegExp]>([
    ['the server has no such file', (_, response) => response.writeHead(404).end('gone'), /answered 404/],
    [
      'the connection breaks',
      (_, response) => {
        response.writeHead(200, { 'content-length': zip.length }).write(zip.subarray(0, 100))
        setTimeout(() => response.destroy(), 20)
      },
      /could not be downloaded/,
    ],
    [
      'half of it comes',
      (_, response) => response.writeHead(200).end(zip.subarray(0, zip.length / 2)),
      /not a whole MovieLens zip/,
    ],
    [
      'a page of a hotel network comes',
      (_, response) => response.writeHead(200).end('<html>Log in</html>'),
      /not a whole MovieLens zip/,
    ],
    ['the server never answers', () => undefined, /did not answer within 0\.2 seconds/],
    [
      'it stalls',
      (_, response) => response.writeHead(200).write(zip.subarray(0, 100)),
      /nothing came for 0\.2 seconds/,
    ],
  ])('leaves nothing behind when %s', async (_, answer, message) => {
    const directory = newFolder()
    await withServer(answer, async (url) => {
      const download = downloadDataSet({ url, directory, connectTimeoutMs: 200, stallTimeoutMs: 200 })
      await expect(download).rejects.toMatchObject(refused(message))
    })
    expect(readdirSync(directory)).toEqual([])
  })

  it('says that there is no network', async () => {
    const offline = () =>
      Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) }))
    const download = downloadDataSet({ url: 'http://files.example/ml.zip', directory: newFolder(), fetch: offline })
    await expect(download).rejects.toMatchObject(refused(/no network.*--data/))
  })

  it('stops when it is told to', async () => {
    const directory = newFolder()
    await withServer(
      (_, response) => response.writeHead(200).write('PK'),
      async (url) => {
        const stop = new AbortController()
        const download = downloadDataSet({ url, directory, signal: stop.signal, onProgress: () => stop.abort() })
        await expect(download).rejects.toMatchObject(refused(/was stopped/))
      },
    )
    expect(existsSync(path.join(directory, 'ml-latest-small.zip.part'))).toBe(false)
  })
})
