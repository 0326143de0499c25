// Where a request comes from, as far as that can be believed.
import { isIP } from 'node:net'
import type { ApiContext } from './context'

/** In development Next stands between, and then everybody is one. */
const UNKNOWN = 'unknown'

/**
 * The address that limits count by. X-Forwarded-For is believed as far as there are proxies of ours, each of which
 * appends what it saw: the entry that the outermost of them wrote is the last that a client cannot make up.
 */
export function addressOf(c: ApiContext, trustedProxies: number): string {
  const socket = c.env?.incoming?.socket?.remoteAddress ?? UNKNOWN
  if (trustedProxies === 0) return normalise(socket)
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((entry) => entry.trim())
  const seen = forwarded.at(-trustedProxies) ?? ''
  return normalise(isIP(seen) ? seen : socket)
}

/** A household with IPv6 has a network of 64 bits for itself, and could otherwise be a new one for every request. */
function normalise(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return plain.includes(':') ? networkOf(plain) : plain
}

function networkOf(address: string): string {
  const [head, tail] = address.split('%')[0].split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const all = [...groups, ...Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0'), ...after]
  return `${all
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
