// What the first page shows.
import { CHAMPION } from '@/lib/engine/engine'
import type { MovieCard, MovieListItem } from '@/lib/schemas/movie'
import type { Recommendation } from '@/lib/schemas/recommendation'
import { describeCrowd } from '../people/get-user'
import { requireEngine, type Host } from '../host/host'
import { littleSeen, toListItem } from './movie-lists'
import { countRatings } from '../people/my-ratings'
import type { Viewer } from '../recommend/recommend'
import { recommendForPerson } from '../recommend/recommend-for-person'

const ROW = 12
const N_HEROES = 3

export interface Home {
  nMovies: number
  crowd: { count: number; firstUserId: number; lastUserId: number }
  synthetic: boolean
  dataSet: string
  favourites: Recommendation
  littleSeen: MovieListItem[]
  /** Ratings below which a film counts as little seen. */
  littleSeenLimit: number
  heroes: MovieCard[]
  forYou: Recommendation | null
  ratedCount: number
}

export async function getHome(host: Host, person: Viewer): Promise<Home> {
  const engine = requireEngine(host)
  const crowd = describeCrowd(host)
  const ratedCount = await countRatings(host, person)
  const [favourites, forYou] = await Promise.all([
    recommendForPerson(host, { person, method: 'popularity', k: ROW }),
    ratedCount > 0 ? recommendForPerson(host, { person, method: CHAMPION, k: ROW }) : null,
  ])
  const gems = littleSeen(engine, ROW)
  return {
    nMovies: crowd.nMovies,
    crowd: { count: crowd.count, firstUserId: crowd.firstUserId, lastUserId: crowd.lastUserId },
    synthetic: crowd.synthetic,
    dataSet: crowd.dataSet,
    favourites,
    littleSeen: gems.items.map((item) => toListItem(host, engine, item)),
    littleSeenLimit: gems.limit,
    heroes: pickHeroes(favourites),
    forYou,
    ratedCount,
  }
}

/** Three favourites of three different first genres, so that the posters differ. */
function pickHeroes(favourites: Recommendation): MovieCard[] {
  const heroes: MovieCard[] = []
  for (const { movie } of favourites.items) {
    if (heroes.length < N_HEROES && !heroes.some((hero) => hero.genres[0] === movie.genres[0])) heroes.push(movie)
  }
  for (const { movie } of favourites.items) {
    if (heroes.length < N_HEROES && !heroes.includes(movie)) heroes.push(movie)
  }
  return heroes
}
