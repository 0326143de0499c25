// npm test: prepares what is missing, runs unit, integration and end-to-end tests, and counts them all. Built-ins only.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import {
  children,
  ensureBundle,
  ensureGenerated,
  ensurePackages,
  ensurePages,
  PlainError,
  requireNode,
} from './prepare.mjs'
import { complain, say, step } from './steps.mjs'

process.chdir(path.join(import.meta.dirname, '..'))

const RESULTS = 'test-results'
/** Kept apart from what `npm start` uses: tests never touch anybody's ratings. */
const HOME = path.resolve('.marquee/test-home')
const DATA = path.resolve('../shared/data')

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    for (const child of children) child.kill('SIGTERM')
    process.exitCode = 1
  })

function run(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } })
    children.add(child)
    child.on('error', reject)
    child.on('close', (code) => {
      children.delete(child)
      resolve(code ?? 1)
    })
  })
}

const node = (file, args, env) => run(process.execPath, [path.join('node_modules', file), ...args], env)

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const findBrowser = () => [process.env.CHROMIUM_PATH, ...installed].find((file) => file && existsSync(file))

async function ensureBrowser() {
  if (findBrowser()) return
  await step('Installing a browser', async () => {
    const own = spawnSync(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'], {
      timeout: 120_000,
    })
    if (own.status === 0) return
    if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
      spawnSync('apt-get', ['update', '-qq'])
      spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      })
    }
    if (!findBrowser())
      throw new PlainError(
        'There is no browser for the end-to-end tests. Install chromium (Debian: apt-get install chromium) or set CHROMIUM_PATH.',
      )
  })
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

/** Starts Marquee as `npm start` does, on the demo catalogue, and resolves with its address once it serves. */
function startMarquee(port) {
  const child = spawn(process.execPath, ['scripts/start.mjs', '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: process.env.DATABASE_URL ? e2eDatabase(process.env.DATABASE_URL) : '',
      MARQUEE_HOME: HOME,
      MARQUEE_DATA: '',
      // Refused at once: the demo catalogue alone must be enough.
      MARQUEE_DATA_URL: 'http://127.0.0.1:9/none.zip',
      HOST: '127.0.0.1',
      MARQUEE_POSTERS: 'on',
    },
  })
  children.add(child)
  const url = `http://127.0.0.1:${port}`
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
      if (output.includes('Marquee is at')) resolve({ url, child })
    })
    child.on('close', (code) => {
      children.delete(child)
      reject(new PlainError(`Marquee ended with ${code} before it served:\n${output}`))
    })
  })
}

/** An outside database is used for tests only in a database of its own, which must exist. */
function e2eDatabase(given) {
  const url = new URL(given)
  url.pathname = `${url.pathname}_e2e`
  return url.href
}

const stop = (child) =>
  new Promise((resolve) => {
    child.removeAllListeners('close')
    child.once('close', () => {
      children.delete(child)
      resolve()
    })
    child.kill('SIGTERM')
  })

const countsOf = (file, read) =>
  existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : { passed: 0, failed: 1, skipped: 0 }

async function unitTests() {
  const code = await node(
    'vitest/vitest.mjs',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}/unit.json`],
    {
      MARQUEE_TEST_DATA: process.env.MARQUEE_TEST_DATA ?? (existsSync(DATA) ? DATA : ''),
    },
  )
  return {
    code,
    ...countsOf(`${RESULTS}/unit.json`, (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests,
    })),
  }
}

async function endToEndTests() {
  rmSync(HOME, { recursive: true, force: true })
  const { url, child } = await step('Starting Marquee for the end-to-end tests', async () =>
    startMarquee(await freePort()),
  )
  try {
    const code = await node('@playwright/test/cli.js', ['test'], {
      MARQUEE_TEST_URL: url,
      MARQUEE_TEST_HOME: HOME,
      MARQUEE_TEST_DATABASE_URL: process.env.DATABASE_URL ? e2eDatabase(process.env.DATABASE_URL) : '',
    })
    return {
      code,
      ...countsOf(`${RESULTS}/e2e.json`, ({ stats }) => ({
        passed: stats.expected + stats.flaky,
        failed: stats.unexpected,
        skipped: stats.skipped,
      })),
    }
  } finally {
    await stop(child)
  }
}

try {
  requireNode()
  await ensurePackages()
  await ensureGenerated()
  rmSync(RESULTS, { recursive: true, force: true })
  mkdirSync(RESULTS, { recursive: true })
  const unit = await unitTests()
  await ensureBundle()
  await step('Building the pages', ensurePages)
  await ensureBrowser()
  const e2e = await endToEndTests()
  const total = (key) => unit[key] + e2e[key]
  // A suite can fail without a failing test, e.g. when a file does not compile.
  const failed = Math.max(total('failed'), unit.code || e2e.code ? 1 : 0)
  if (total('skipped')) say(`\n  ${total('skipped')} skipped: each says why`)
  say(`\n${total('passed')} passed, ${failed} failed`)
  process.exit(failed ? 1 : 0)
} catch (error) {
  for (const child of children) child.kill()
  complain(error instanceof PlainError ? error.message : error.stack)
  say('0 passed, 1 failed')
  process.exit(1)
}
