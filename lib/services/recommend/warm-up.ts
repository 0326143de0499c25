// Some answers before anybody asks, so that the first visitors do not wait for code that has never run.
import { CHAMPION, type Engine } from '@/lib/engine/engine'

const FOR_MS = 300
const N_ITEMS = 10

/** Goes through the crowd from the first user on until the time is over. Nothing of it is logged or kept. */
export function warmUp(engine: Engine | null): void {
  if (!engine?.champion) return
  const until = performance.now() + FOR_MS
  const { ratings } = engine
  for (let user = 0; user < ratings.nUsers && performance.now() < until; user++)
    engine.recommend(CHAMPION, ratings.ratingsOf(user), N_ITEMS)
}
