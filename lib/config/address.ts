// The address under which a person reaches the web process.
import type { Config } from './env'

/** What listens everywhere, or on the loopback, is at hand as localhost. */
const AT_HAND = new Set(['0.0.0.0', '::', '127.0.0.1'])

/** As it is typed into a browser: an IPv6 address stands in brackets there. */
export function addressOf({ host, port }: Pick<Config, 'host' | 'port'>): string {
  if (AT_HAND.has(host)) return `http://localhost:${port}`
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
