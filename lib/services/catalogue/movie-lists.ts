// Lists of movies that are chosen by what the crowd thinks, without a model.
import type { Engine } from '@/lib/engine/engine'
import type { MovieListItem } from '@/lib/schemas/movie'
import type { Host } from '../host/host'
import { cardOf } from '../recommend/recommend'

/** Between these shares of the crowd's size a film counts as little seen. */
const LITTLE_SEEN = { least: 0.03, most: 0.13, fewest: 8 }
/** A mean from few ratings is pulled towards the crowd's by as many ratings of it. */
const PRIOR_RATINGS = 8
const MOST_KEPT = 100

export function toListItem(host: Host, engine: Engine, item: number): MovieListItem {
  const count = engine.catalogue.counts[item]
  const mean = count ? engine.catalogue.means[item] : null
  return { ...cardOf(host, engine, item), stats: { count, mean } }
}

export interface LittleSeen {
  items: number[]
  /** How many ratings still count as few. */
  limit: number
}

const found = new WeakMap<Engine, LittleSeen>()

/** Well loved by those who know them, and few do. The same for everybody, so it is looked for once per engine. */
export function littleSeen(engine: Engine, n: number): LittleSeen {
  const known = found.get(engine) ?? findLittleSeen(engine)
  found.set(engine, known)
  return { ...known, items: known.items.slice(0, n) }
}

function findLittleSeen(engine: Engine): LittleSeen {
  const { counts, means } = engine.catalogue
  const least = Math.max(LITTLE_SEEN.fewest, Math.round(engine.ratings.nUsers * LITTLE_SEEN.least))
  const limit = roundNumber(Math.max(3 * least, engine.ratings.nUsers * LITTLE_SEEN.most))
  const overall = overallMean(engine)
  const shrunk = (item: number) =>
    (means[item] * counts[item] + overall * PRIOR_RATINGS) / (counts[item] + PRIOR_RATINGS)
  const items = Array.from(counts.keys())
    .filter((item) => counts[item] >= least && counts[item] < limit)
    .sort((a, b) => shrunk(b) - shrunk(a) || a - b)
    .slice(0, MOST_KEPT)
  return { items, limit }
}

/** A number that people say: 80 rather than 79, 800 rather than 785. */
function roundNumber(n: number): number {
  const step = n < 100 ? 10 : 50
  return Math.ceil(n / step) * step
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
