// Opening a connection, and saying in one sentence what is wrong when it cannot be opened.
import pg from 'pg'
import { AppError, messageOf } from '@/lib/errors/app-error'

const CONNECT_TIMEOUT_MS = 5000
/** Of pg. The process itself may have been too busy to see the answer in time, as while it loads models. */
const TIMED_OUT = 'timeout expired'
const ATTEMPTS = 3

/** @throws AppError('unavailable') with what to do about it; never with the password. */
export async function connectOrExplain(connectionString: string, timeoutMs = CONNECT_TIMEOUT_MS): Promise<pg.Client> {
  for (let attempt = 1; ; attempt++)
    try {
      return await connect(connectionString, timeoutMs)
    } catch (error) {
      if (attempt < ATTEMPTS && messageOf(error) === TIMED_OUT) continue
      throw new AppError('unavailable', explainConnection(error, connectionString), { cause: error })
    }
}

async function connect(connectionString: string, connectionTimeoutMillis: number): Promise<pg.Client> {
  // The constructor throws where it cannot read the address.
  const client = new pg.Client({ connectionString, connectionTimeoutMillis, application_name: 'marquee' })
  // A connection that breaks is told to whoever queries it; without a listener it would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
}

export function explainConnection(error: unknown, connectionString: string): string {
  const url = parseUrl(connectionString)
  const database = url && decodeOrNull(url.pathname.slice(1))
  if (!url || database === null)
    return 'DATABASE_URL is not a valid address. Expected postgresql://user:password@host:5432/database.'
  const where = `${url.hostname}:${url.port || 5432}`
  switch (codeOf(error)) {
    case '28P01':
    case '28000':
      return `The database at ${where} refused user "${url.username}": wrong password or no access. Correct DATABASE_URL.`
    case '3D000':
      return `There is no database "${database}" at ${where}. Create it (createdb ${database}) or correct DATABASE_URL.`
    case '53300':
      return `The database at ${where} has no free connections left. Close some or raise its max_connections.`
    case 'ECONNREFUSED':
    case 'ECONNRESET':
      return `No database answers at ${where}. Start PostgreSQL there, or leave DATABASE_URL empty to use the bundled one.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The database host "${url.hostname}" cannot be found. Correct DATABASE_URL.`
    case undefined:
      // The driver gives its own timeout no code.
      if (/timeout/i.test(messageOf(error)))
        return `The database at ${where} does not answer in time: it is very busy, or something stands between. Try again, or correct DATABASE_URL.`
  }
  return `Cannot connect to the database at ${where}: ${messageOf(error)}. Check DATABASE_URL.`
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}

function decodeOrNull(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError && error.errors.length) return codeOf(error.errors[0])
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined
}
