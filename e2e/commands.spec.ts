// npm start itself: what it says, what it stops, and what the next start heals.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { startMarquee, type Start } from './support/start'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

let home: string
let started: Start[] = []

test.beforeAll(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'marquee-commands-'))
  // Started as root, the database runs as an account that must be able to enter.
  chmodSync(home, 0o755)
})

test.afterEach(async () => {
  for (const start of started) await start.stop()
  started = []
})

test.afterAll(() => rmSync(home, { recursive: true, force: true }))

async function start(env: Record<string, string> = {}, args: string[] = []): Promise<Start> {
  const result = await startMarquee(home, env, args)
  started.push(result)
  return result
}

/** Programs of this home that are alive, by what they are. */
function alive(): string[] {
  const found: string[] = []
  const pidFile = path.join(home, 'postgres', 'postmaster.pid')
  if (existsSync(pidFile) && isAlive(Number(readFileSync(pidFile, 'utf8').split('\n')[0]))) found.push('postgres')
  return found
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Process ids of the programs that the launcher has started. */
function childrenOf(pid: number): Map<string, number> {
  const found = new Map<string, number>()
  for (const child of readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)) {
    const command = readFileSync(`/proc/${child}/cmdline`, 'utf8')
    for (const name of ['server', 'worker']) if (command.includes(`${name}.js`)) found.set(name, Number(child))
  }
  return found
}

const onLinux = process.platform === 'linux'

test('the first start serves recommendations on the demo catalogue, and SIGTERM stops everything', async ({
  request,
}) => {
  const first = await start()
  expect(await first.settled, first.output()).toBe('serves')
  expect(first.output()).toContain('Importing demo')
  expect(first.output()).toContain('synthetic audience')
  const answer = await request.get(`${first.url}/api/v1/users/1/recommendations?method=user-knn&k=3`)
  expect((await answer.json()).items).toHaveLength(3)
  const document = await request.get(`${first.url}/openapi.json`)
  expect(await document.json()).toMatchObject({ openapi: '3.1.0' })
  expect((await request.get(`${first.url}/movies/%E0%A4%A`)).status()).toBe(400)

  expect(await first.stop()).toBe(0)
  expect(alive()).toEqual([])
  await expect(fetch(first.url)).rejects.toThrow()
})

test('the second start trains nothing, imports nothing and still has my stars', async ({ request }) => {
  const before = await start()
  expect(await before.settled, before.output()).toBe('serves')
  expect(before.output()).toContain('already there')
  expect(before.output()).toContain('nothing to do')
  const put = await request.put(`${before.url}/api/v1/me/ratings/1`, { data: { stars: 4.5 } })
  expect(put.status()).toBe(200)
  const cookie = put.headers()['set-cookie'].split(';')[0]
  expect(await before.stop('SIGINT')).toBe(0)

  const after = await start()
  expect(await after.settled, after.output()).toBe('serves')
  const mine = await request.get(`${after.url}/api/v1/me/ratings`, { headers: { cookie } })
  expect((await mine.json()).items).toMatchObject([{ stars: 4.5 }])
})

for (const name of ['server', 'worker'])
  test(`after kill -9 of the ${name}, all of it stops with a sentence, and the next start heals`, async () => {
    test.skip(!onLinux, 'finds processes through /proc')
    const broken = await start()
    expect(await broken.settled, broken.output()).toBe('serves')
    process.kill(childrenOf(broken.process.pid!).get(name)!, 'SIGKILL')
    expect(await broken.exit).not.toBe(0)
    expect(broken.output()).toContain(`The ${name} ended by itself`)
    expect(alive()).toEqual([])

    const healed = await start()
    expect(await healed.settled, healed.output()).toBe('serves')
  })

test('after kill -9 of the launcher nothing stays behind but the database, and the next start takes it over', async () => {
  test.skip(!onLinux, 'finds processes through /proc')
  const broken = await start()
  expect(await broken.settled, broken.output()).toBe('serves')
  const programs = [...childrenOf(broken.process.pid!).values()]
  expect(programs).toHaveLength(2)
  await broken.stop('SIGKILL')
  await expect.poll(() => programs.filter(isAlive), { timeout: 20_000 }).toEqual([])

  const healed = await start()
  expect(await healed.settled, healed.output()).toBe('serves')
  await healed.stop()
  expect(alive()).toEqual([])
})

test('after kill -9 of the database it is started again under the running pages, with everything in it', async ({
  request,
}) => {
  const running = await start()
  expect(await running.settled, running.output()).toBe('serves')
  const rate = () => request.put(`${running.url}/api/v1/me/ratings/2`, { data: { stars: 3 } })
  expect((await rate()).status()).toBe(200)
  process.kill(Number(readFileSync(path.join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
  await expect.poll(running.output, { timeout: 30_000 }).toContain('it was started again')
  await expect.poll(async () => (await rate()).status(), { timeout: 20_000 }).toBe(200)
  const mine = await request.get(`${running.url}/api/v1/me/ratings`)
  expect((await mine.json()).items).toMatchObject([{ stars: 3 }])

  expect(await running.stop()).toBe(0)
  // The worker may have been measuring a run, and its log says so; no stack is anybody else's, or outside of a log.
  const stacks = running
    .output()
    .split('\n')
    .filter((line) => line.includes('    at '))
  for (const line of stacks)
    expect(JSON.parse(line)).toMatchObject({
      name: 'worker',
      err: { type: expect.stringMatching(/^(Database|Prisma)/) },
    })
  expect(alive()).toEqual([])
})

test('a damaged artefact is trained again', async ({ request }) => {
  const { readdirSync } = await import('node:fs')
  const root = path.join(home, 'artefacts')
  const content = readdirSync(root).find((name) => name.startsWith('content-'))!
  const array = readdirSync(path.join(root, content)).find((name) => name !== 'manifest.json')!
  writeFileSync(path.join(root, content, array), 'not an array')

  const healed = await start()
  expect(await healed.settled, healed.output()).toBe('serves')
  expect(healed.output()).toContain('trained content')
  const answer = await request.get(`${healed.url}/api/v1/movies/1/similar?method=content&k=3`)
  expect((await answer.json()).items).toHaveLength(3)
})

test('a taken port is one clear sentence', async () => {
  const squatter = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => squatter.once('listening', resolve))
  const { port } = squatter.address() as net.AddressInfo
  const refused = await start({ PORT: String(port) })
  expect(await refused.settled).toBe('ended')
  expect(refused.output()).toContain(`Port ${port} is taken by another program. Choose another one`)
  expect(refused.output()).not.toContain('    at ')
  squatter.close()
})

test('a database that does not answer is one clear sentence', async () => {
  const refused = await start({ DATABASE_URL: 'postgresql://me:secret-password@127.0.0.1:9/marquee' })
  expect(await refused.settled).toBe('ended')
  expect(refused.output()).toContain('No database answers at 127.0.0.1:9. Start PostgreSQL there')
  expect(refused.output()).not.toContain('secret-password')
  expect(refused.output()).not.toContain('    at ')
})

test('data that are none are one clear sentence, and change nothing', async () => {
  const file = path.join(home, 'holiday.zip')
  writeFileSync(file, 'not a zip at all')
  const refused = await start({}, ['--data', file])
  expect(await refused.settled).toBe('ended')
  expect(refused.output()).toContain(`${file} is not a MovieLens data set`)

  const after = await start()
  expect(await after.settled, after.output()).toBe('serves')
  expect(after.output()).toContain('already there')
})

test('an unknown option shows how to use the command', async () => {
  const refused = await start({}, ['--dta', 'x'])
  expect(await refused.settled).toBe('ended')
  expect(refused.output()).toContain('Usage: npm start')
})

test('a setting that is none is one clear sentence, with the exit code of a wrong configuration', async () => {
  const refused = await start({ LOG_LEVEL: 'loud' })
  expect(await refused.settled).toBe('ended')
  expect(refused.output()).toContain('Check your environment or .env: LOG_LEVEL')
  expect(await refused.exit).toBe(78)
})

test('an empty --data is refused, not taken for none', async () => {
  const refused = await start({}, ['--data', ''])
  expect(await refused.settled).toBe('ended')
  expect(refused.output()).toContain('--data is empty')
})
