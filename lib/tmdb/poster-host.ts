// Whether TMDb's image host can be reached, so that pages without a network do not ask it for every poster.
import type { Config } from '@/lib/config/env'

const TIMEOUT_MS = 2500
const RECHECK_MS = 10 * 60_000

export interface PosterHost {
  origin: string
  /** What the last probe found; posters are left out until one has succeeded. */
  reachable(): boolean
  stop(): void
}

/** Probes in the background: no page waits for it. `fetcher` is for tests. */
export function watchPosterHost(
  config: Pick<Config, 'posters' | 'posterHost'>,
  fetcher: typeof fetch = fetch,
): PosterHost {
  const origin = config.posterHost
  if (config.posters !== 'auto') return { origin, reachable: () => config.posters === 'on', stop: () => undefined }
  let reachable = false
  const probe = async () => {
    try {
      await fetcher(origin, { method: 'HEAD', signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'manual' })
      reachable = true
    } catch {
      reachable = false
    }
  }
  void probe()
  const timer = setInterval(() => void probe(), RECHECK_MS)
  timer.unref()
  return { origin, reachable: () => reachable, stop: () => clearInterval(timer) }
}
