// From a bare clone to something that can run: packages, generated code, bundles, pages; only what is stale.
// Built-ins only, because it runs before node_modules exist.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ensureKernels, kernelsAreStale } from './kernels.mjs'
import { precompress } from './precompress.mjs'
import { step } from './steps.mjs'

const MINIMUM_NODE = [20, 19]
export const children = new Set()

export class PlainError extends Error {}

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return
  throw new PlainError(
    `Marquee needs Node ${MINIMUM_NODE.join('.')} or later; this is ${process.versions.node}. See https://nodejs.org.`,
  )
}

const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')

function filesIn(root, found = []) {
  if (!existsSync(root)) return found
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const file = path.join(root, entry.name)
    if (entry.isDirectory() && entry.name !== 'generated') filesIn(file, found)
    else if (entry.isFile() && !/\.test\.tsx?$/.test(entry.name)) found.push(file)
  }
  return found
}

function digest(files, ...extra) {
  const hash = createHash('sha256').update(JSON.stringify(extra))
  for (const file of files.filter(existsSync).sort()) {
    const content = readFileSync(file)
    hash.update(`\0${file.split(path.sep).join('/')}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/** Does `work` unless the stamp says that it was done for exactly this input. The stamp is written last. */
async function whenStale(title, stamp, wanted, isThere, work) {
  if (read(stamp) === wanted && isThere()) return false
  rmSync(stamp, { force: true })
  await (title ? step(title, work) : work())
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(`${stamp}.part`, wanted)
  renameSync(`${stamp}.part`, stamp)
  return true
}

/** Runs a command, keeps what it says to itself, and shows the end of it when it fails. */
function run(command, args, failure, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
    })
    children.add(child)
    let output = ''
    const keep = (chunk) => (output = (output + chunk).slice(-6000))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      children.delete(child)
      if (code === 0) return resolve()
      const why = /ENOSPC|No space left/.test(output)
        ? 'The disk is full: free some space and run the command again.'
        : failure
      reject(new PlainError(`${why}\n\n${output.trim() || `${command} ended with ${code ?? signal}`}`))
    })
  })
}

const platform = [process.platform, process.arch, process.versions.modules]
export const packagesDigest = () => digest(['package.json', 'package-lock.json'], platform)

export async function ensurePackages() {
  const npm = process.env.npm_execpath
  const [command, ...before] = npm && /\.c?js$/.test(npm) ? [process.execPath, npm] : ['npm']
  await whenStale(
    'Installing packages',
    'node_modules/.marquee-stamp',
    packagesDigest(),
    () => existsSync('node_modules/next'),
    () =>
      run(
        command,
        [...before, 'ci', '--include=dev', '--prefer-offline', '--no-audit', '--no-fund'],
        'The packages could not be installed. Is there a network, or a warm npm cache? Run the command again once there is.',
        { NODE_ENV: 'development' },
      ),
  )
}

const bin = (file) => path.join('node_modules', file)

export async function ensureGenerated() {
  const wanted = digest(['prisma/schema.prisma', 'prisma.config.ts'], packagesDigest())
  await whenStale(
    'Generating the database client',
    'lib/db/generated/.stamp',
    wanted,
    () => existsSync('lib/db/generated/client.ts'),
    () =>
      run(process.execPath, [bin('prisma/build/index.js'), 'generate'], 'The database client could not be generated.', {
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      }),
  )
  if (kernelsAreStale()) await step('Compiling the kernels', ensureKernels)
}

const configs = [
  'tsconfig.json',
  'next.config.ts',
  'postcss.config.mjs',
  'scripts/bundle.mjs',
  'scripts/bundling.mjs',
  'scripts/precompress.mjs',
  'prisma/schema.prisma',
]
const rooms = ['lib', 'app', 'components', 'cli', 'scripts']

export async function ensureBundle() {
  const sources = [...rooms.flatMap((room) => filesIn(room)), 'server.ts', 'worker.ts', ...configs]
  const wanted = digest(sources, packagesDigest())
  await whenStale(
    'Bundling the server',
    'dist/.stamp',
    wanted,
    () => existsSync('dist/launch.js'),
    () => run(process.execPath, ['scripts/bundle.mjs'], 'The server could not be bundled.'),
  )
}

/** Without a title of its own: it runs beside other steps, and its caller shows it. */
export async function ensurePages() {
  const publicEnv = Object.entries(process.env)
    .filter(([key]) => key.startsWith('NEXT_PUBLIC_'))
    .sort()
  const sources = [...['lib', 'app', 'components', 'public'].flatMap((room) => filesIn(room)), ...configs]
  const wanted = digest(sources, packagesDigest(), publicEnv)
  await whenStale(
    null,
    '.next/.marquee-stamp',
    wanted,
    () => existsSync('.next/BUILD_ID'),
    async () => {
      await run(process.execPath, [bin('next/dist/bin/next'), 'build'], 'The pages could not be built.', {
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
      })
      await precompress('.next/static')
    },
  )
}
