// The one Prisma client of a process, and the pool beneath it.
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client'

export interface Db {
  prisma: PrismaClient
  pool: pg.Pool
  connectionString: string
  close(): Promise<void>
}

const POOL_SIZE = 10

export function openDb(connectionString: string): Db {
  const pool = new pg.Pool({
    connectionString,
    max: POOL_SIZE,
    connectionTimeoutMillis: 10_000,
    application_name: 'marquee',
  })
  // An idle connection that breaks (server restarted) is replaced on next use; without a listener it would end the process.
  pool.on('error', () => undefined)
  // The same while it is lent: whoever uses it learns from their query.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  return {
    prisma,
    pool,
    connectionString,
    close: async () => {
      await prisma.$disconnect()
      if (!pool.ended) await pool.end()
    },
  }
}
