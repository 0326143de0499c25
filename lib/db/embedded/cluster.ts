// The files of our own Postgres: where they lie, how they are made, and how its programs are run on them.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { AppError, messageOf } from '@/lib/errors/app-error'
import { isRoot, nativeFolder, othersCanTraverse, serverAccount, shortHash, type Account } from './platform'

export const OWNER = 'marquee'
export const NO_SPACE = /No space left on device/

export interface Place {
  bin: string
  data: string
  log: string
  password: string
  account: Account
}

export function choosePlace(home: string): Place {
  const account = serverAccount()
  makeFolder(home)
  // A home that only root may enter (a checkout under /root, say) cannot be entered by the account that Postgres runs as.
  const base = isRoot && !othersCanTraverse(home) ? path.join('/var/tmp', `marquee-${shortHash(home)}`) : home
  makeFolder(base)
  return {
    bin: path.join(nativeFolder(), 'bin'),
    data: path.join(base, 'postgres'),
    log: path.join(base, 'postgres', 'server.log'),
    password: path.join(base, 'postgres.password'),
    account,
  }
}

export function readPassword(place: Place): string {
  try {
    return readFileSync(place.password, 'utf8').trim()
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `The password of the bundled database cannot be read from ${place.password}: ${messageOf(cause)}. Put that file back from a copy; without it the database in ${place.data} stays shut, and moving that folder away makes a new one.`,
      { cause },
    )
  }
}

function makeFolder(folder: string) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 })
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `Cannot create ${folder}: ${messageOf(cause)}. Set MARQUEE_HOME to a folder you may write to.`,
      { cause },
    )
  }
}

export async function createCluster(place: Place) {
  const part = `${place.data}.part`
  const passwordForInit = `${place.data}.init-password`
  rmSync(part, { recursive: true, force: true })
  mkdirSync(part, { mode: 0o700 })
  if (place.account.uid !== undefined) chownSync(part, place.account.uid, place.account.gid!)
  const password = randomBytes(24).toString('base64url')
  writeFileSync(place.password, password, { mode: 0o600 })
  chmodSync(place.password, 0o600)
  writeFileSync(passwordForInit, password, { mode: 0o600 })
  if (place.account.uid !== undefined) chownSync(passwordForInit, place.account.uid, place.account.gid!)
  try {
    await run(place, 'initdb', [
      '-D',
      part,
      '-U',
      OWNER,
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordForInit}`,
      '-E',
      'UTF8',
      '--locale-provider=builtin',
      '--locale=C.UTF-8',
      '--no-instructions',
    ])
  } finally {
    rmSync(passwordForInit, { force: true })
  }
  renameSync(part, place.data)
}

export const readLog = (place: Place) => (existsSync(place.log) ? readFileSync(place.log, 'utf8') : '')

export function run(place: Place, name: string, args: string[]): Promise<void> {
  const logged = readLog(place).length
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(place.bin, name), args, {
      ...place.account,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      // Not in our process group: Ctrl-C is for us, and we stop the server when all else has ended.
      detached: true,
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', reject)
    child.on('exit', (code) => {
      // The server inherits these pipes and would keep them open.
      child.stdout.destroy()
      child.stderr.destroy()
      if (code === 0) resolve()
      else reject(new AppError('unavailable', failure(name, code, output, readLog(place).slice(logged), place)))
    })
  })
}

function failure(name: string, code: number | null, output: string, log: string, place: Place): string {
  if (NO_SPACE.test(output + log))
    return `The disk is full: No space left for the database in ${place.data}. Free some space and start again.`
  const last = output.trim().split('\n').slice(-2).join(' ')
  return `The bundled Postgres did not start (${name} exited with ${code}: ${last}). Its log is ${place.log}; removing ${place.data} makes a new one, without the ratings in it.`
}
