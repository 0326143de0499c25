// How many requests one address and one key may make: counted in memory, which one web process is enough for.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Host } from '@/lib/services/host/host'
import { AppError } from '@/lib/errors/app-error'
import type { ApiContext } from './context'

const WINDOW_S = 60

type Kind = 'address' | 'key'

interface Limit {
  limiter: RateLimiterMemory
  points: number
}

const limitsOf = new WeakMap<Host, Record<Kind, Limit | null>>()

/** One count for each host, whichever copy of the app asks. */
function findLimit(host: Host, kind: Kind): Limit | null {
  const { perAddress, perKey } = host.config.limits
  const limits = limitsOf.get(host) ?? { address: createLimit(perAddress), key: createLimit(perKey) }
  limitsOf.set(host, limits)
  return limits[kind]
}

const createLimit = (points: number): Limit | null =>
  points === 0 ? null : { limiter: new RateLimiterMemory({ points, duration: WINDOW_S }), points }

/**
 * Takes `cost` off what this caller may still ask, and says in the answer what is left.
 * @throws AppError('too_many_requests') with Retry-After when nothing is.
 */
export async function charge(c: ApiContext, host: Host, kind: Kind, who: string, cost = 1): Promise<void> {
  const limit = findLimit(host, kind)
  if (limit === null) return
  // What costs more than a whole minute takes a whole minute, or it would never be let through.
  const taken = cost === 1 ? 1 : Math.min(cost, limit.points - 1)
  const result = await limit.limiter.consume(who, taken).catch((refused: unknown) => {
    if (refused instanceof RateLimiterRes) return refused
    throw refused
  })
  const seconds = Math.max(1, Math.ceil(result.msBeforeNext / 1000))
  const left = Math.max(0, limit.points - result.consumedPoints)
  c.header('RateLimit-Policy', `"${kind}";q=${limit.points};w=${WINDOW_S}`)
  c.header('RateLimit', `"${kind}";r=${left};t=${seconds}`)
  if (result.consumedPoints <= limit.points) return
  c.header('Retry-After', String(seconds))
  throw new AppError(
    'too_many_requests',
    `More than ${limit.points} requests a minute with one ${kind}. Wait ${seconds} s, then go on.`,
  )
}

/** Whether this caller has used up what it may ask, without asking. */
export async function isExhausted(host: Host, kind: Kind, who: string): Promise<boolean> {
  const limit = findLimit(host, kind)
  const used = await limit?.limiter.get(who)
  return limit !== null && used != null && used.consumedPoints > limit.points
}
