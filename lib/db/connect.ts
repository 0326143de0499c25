// Opening a connection, and saying in one sentence what is wrong when it cannot be opened.
import pg from 'pg'
import { AppError, messageOf } from '@/lib/errors/app-error'

/** As the pool waits: a busy machine takes some seconds to begin a connection. */
const CONNECT_TIMEOUT_MS = 10_000

/** @throws AppError('unavailable') with what to do about it; never with the password. */
export async function connectOrExplain(connectionString: string): Promise<pg.Client> {
  let client: pg.Client | undefined
  try {
    // The constructor throws where it cannot read the address.
    client = new pg.Client({
      connectionString,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      application_name: 'marquee',
    })
    // A connection that breaks is told to whoever queries it; without a listener it would end the process.
    client.on('error', () => undefined)
    await client.connect()
    return client
  } catch (error) {
    await client?.end().catch(() => undefined)
    throw new AppError('unavailable', explainConnection(error, connectionString), { cause: error })
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
