// Lists of movies that are chosen by what the crowd thinks, without a model.
import type { Engine } from '@/lib/engine/engine'
import type { MovieListItem } from '@/lib/schemas/movie'
import type { Host } from './host'
import { cardOf } from './recommend'

/** Between these shares of the crowd's size a film counts as little seen. */
const LITTLE_SEEN = { least: 0.03, most: 0.13, fewest: 8 }
/** A mean from few ratings is pulled towards the crowd's by as many ratings of it. */
const PRIOR_RATINGS = 8

export function toListItem(host: Host, engine: Engine, item: number): MovieListItem {
  const count = engine.catalogue.counts[item]
  const mean = count ? engine.catalogue.means[item] : null
  return { ...cardOf(host, engine, item), stats: { count, mean } }
}

/** Well loved by those who know them, and few do. `limit` is how many ratings still count as few. */
export function littleSeen(engine: Engine, n: number): { items: number[]; limit: number } {
  const { counts, means } = engine.catalogue
  const least = Math.max(LITTLE_SEEN.fewest, Math.round(engine.ratings.nUsers * LITTLE_SEEN.least))
  const limit = Math.max(3 * least, Math.round(engine.ratings.nUsers * LITTLE_SEEN.most))
  const overall = overallMean(engine)
  const shrunk = (item: number) =>
    (means[item] * counts[item] + overall * PRIOR_RATINGS) / (counts[item] + PRIOR_RATINGS)
  const items = Array.from(counts.keys())
    .filter((item) => counts[item] >= least && counts[item] < limit)
    .sort((a, b) => shrunk(b) - shrunk(a) || a - b)
    .slice(0, n)
  return { items, limit }
}

function overallMean(engine: Engine): number {
  const { counts, means } = engine.catalogue
  let sum = 0
  let n = 0
  for (let item = 0; item < counts.length; item++) {
    if (counts[item] === 0) continue
    sum += means[item] * counts[item]
    n += counts[item]
  }
  return n ? sum / n : 0
}
