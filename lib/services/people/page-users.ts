// Users of the crowd page by page, in order of their ids.
import { AppError } from '@/lib/errors/app-error'
import type { UserPage } from '@/lib/schemas/user'
import { listUsers } from './get-user'
import { requireEngine, type Host } from '../host/host'

export async function pageUsers(host: Host, { cursor, limit }: { cursor?: string; limit: number }): Promise<UserPage> {
  const from = cursor === undefined ? 0 : parseCursor(cursor)
  const found = await listUsers(host, { from, limit: limit + 1 })
  const next = found.at(limit)
  return {
    items: found.slice(0, limit),
    total: requireEngine(host).ratings.nUsers,
    nextCursor: next && cursorOf(next.userId),
  }
}

const cursorOf = (userId: number) => Buffer.from(`u${userId}`).toString('base64url')

function parseCursor(cursor: string): number {
  const match = /^u(\d{1,10})$/.exec(Buffer.from(cursor, 'base64url').toString())
  if (match) return Number(match[1])
  throw new AppError('invalid', 'This cursor is not one of ours. Pass the nextCursor of the page before, unchanged.', {
    fieldErrors: { cursor: ['Pass the nextCursor of the page before.'] },
  })
}
