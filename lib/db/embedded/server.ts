// A Postgres of our own from bundled binaries: made once, reused while it lives, healed after a kill.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import pg from 'pg'
import { AppError, messageOf } from '@/lib/errors/app-error'
import { choosePlace, createCluster, NO_SPACE, OWNER, readLog, readPassword, run, type Place } from './cluster'

const RETRIES = 20
const SETTINGS = [
  "unix_socket_directories=''",
  'shared_buffers=256MB',
  'maintenance_work_mem=256MB',
  'max_wal_size=4GB',
  'timezone=UTC',
  'lc_messages=C',
  'checkpoint_timeout=15min',
  // Nobody replicates from this server. What an import writes into a table it has just emptied is then not logged but
  // synced to the disk before the commit, which survives a crash as well, and is written once instead of twice.
  'wal_level=minimal',
  'max_wal_senders=0',
]
const RETRY_MS = 500
const STOP_MS = 60_000
/** Too many clients: somebody uses it. */
const TOO_MANY_CONNECTIONS = '53300'

export interface EmbeddedServer {
  urlOf(database: string): string
  folder: string
  /** Whether it was not running before. */
  started: boolean
  /** Stops the server unless another Marquee process still uses it. */
  stopIfUnused(): Promise<boolean>
  /** Whether its log says so, since we started or found it. */
  ranOutOfSpace(): boolean
  isRunning(): boolean
  /** Starts it again on the port it had. */
  restart(): Promise<void>
}

/** Starts, or finds running, the server whose files are in `home`. */
export async function startEmbeddedServer(home: string, wantPort = 54329): Promise<EmbeddedServer> {
  const place = choosePlace(home)
  if (!existsSync(path.join(place.data, 'PG_VERSION'))) await createCluster(place)
  const password = readPassword(place)
  const urlFor = (port: number) => (database: string) =>
    `postgresql://${OWNER}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`

  const logged = readLog(place).length
  const findRunning = async () => {
    const port = runningPort(place)
    return port && (await answers(urlFor(port)('postgres'))) ? port : undefined
  }
  const running = await findRunning()
  const { port, started } = running
    ? { port: running, started: false }
    : await startServer(place, wantPort, findRunning)
  const urlOf = urlFor(port)
  const stop = () => stopIfUnused(place, urlOf('postgres'))
  const ranOutOfSpace = () => NO_SPACE.test(readLog(place).slice(logged))
  return {
    urlOf,
    folder: path.dirname(place.data),
    started,
    stopIfUnused: stop,
    ranOutOfSpace,
    isRunning: () => isRunning(place),
    restart: async () => {
      await startServer(place, port, findRunning)
    },
  }
}

/** The databases of Marquee on this server. */
export async function listDatabases(server: EmbeddedServer): Promise<string[]> {
  const client = new pg.Client({ connectionString: server.urlOf('postgres') })
  await client.connect()
  const { rows } = await client
    .query<{ datname: string }>(`SELECT datname FROM pg_database WHERE datname LIKE 'marquee\\_%' ORDER BY datname`)
    .finally(() => client.end())
  return rows.map((row) => row.datname)
}

/** Creates the database when it is not there yet. */
export async function ensureDatabase(server: EmbeddedServer, database: string): Promise<string> {
  const client = new pg.Client({ connectionString: server.urlOf('postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (!rowCount) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`)
  } finally {
    await client.end()
  }
  return server.urlOf(database)
}

function runningPort(place: Place): number | undefined {
  const pidFile = path.join(place.data, 'postmaster.pid')
  if (!existsSync(pidFile)) return undefined
  const [pid, , , port] = readFileSync(pidFile, 'utf8').split('\n')
  if (isZombie(pid)) {
    rmSync(pidFile)
    return undefined
  }
  return Number(port) || undefined
}

/** A killed server whose parent never reaps it (node as process 1 of a container) would block the start for ever. */
function isZombie(pid: string): boolean {
  const status = `/proc/${pid}/status`
  return existsSync(status) && /^State:\s*Z/m.test(readFileSync(status, 'utf8'))
}

interface Started {
  port: number
  started: boolean
}

/** `findRunning` tells when another process was first. */
async function startServer(
  place: Place,
  wantPort: number,
  findRunning: () => Promise<number | undefined>,
): Promise<Started> {
  const port = await freePort(wantPort)
  const options = `-p ${port} -h 127.0.0.1 ${SETTINGS.map((setting) => `-c ${setting}`).join(' ')}`
  // After kill -9 the dead server's children hold its shared memory for a moment.
  for (let attempt = 1; ; attempt++) {
    try {
      await run(place, 'pg_ctl', ['-D', place.data, '-l', place.log, '-w', '-t', '300', '-o', options, 'start'])
      return { port, started: true }
    } catch (error) {
      const other = await findRunning()
      if (other) return { port: other, started: false }
      if (attempt === RETRIES || NO_SPACE.test(messageOf(error))) throw error
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function stopIfUnused(place: Place, url: string): Promise<boolean> {
  if (await isUsed(url)) return false
  if (isRunning(place)) await stopServer(place)
  return true
}

/** We wait ourselves: to pg_ctl a server that was killed and is never reaped runs for ever. */
async function stopServer(place: Place) {
  try {
    await run(place, 'pg_ctl', ['-D', place.data, '-m', 'fast', '-W', 'stop'])
  } catch (error) {
    if (isRunning(place)) throw error
  }
  const deadline = Date.now() + STOP_MS
  while (isRunning(place)) {
    if (Date.now() > deadline)
      throw new AppError(
        'unavailable',
        `The bundled Postgres did not stop within ${STOP_MS / 1000} seconds. Its log is ${place.log}.`,
      )
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** A server that takes no connection (killed, recovering, out of space) serves nobody else either. */
async function isUsed(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const others = await client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    )
    return others.rows[0].n > 0
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === TOO_MANY_CONNECTIONS
  } finally {
    await client.end().catch(() => undefined)
  }
}

function isRunning(place: Place): boolean {
  const pidFile = path.join(place.data, 'postmaster.pid')
  if (!existsSync(pidFile)) return false
  const pid = readFileSync(pidFile, 'utf8').split('\n')[0]
  try {
    process.kill(Number(pid), 0)
    return !isZombie(pid)
  } catch {
    return false
  }
}

function freePort(want: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer()
    probe.once('error', (error) => (want ? resolve(freePort(0)) : reject(error)))
    probe.listen(want, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
