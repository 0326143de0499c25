// Makes up an audience for the demo catalogue: people with tastes, so that collaborative filtering has something true to find.
// Nobody in it exists, and nothing in it says how good a film is.
import type { RatingBatch } from '../data-set'
import type { DemoFilm } from './film'
import { createRandom, drawNormal, mixSeeds } from './random'

export interface AudienceOptions {
  seed: number
  nProfiles: number
}

/** The share of the truth, all in stars: what makes a rating go up or down. */
const WEIGHTS = { genre: 0.55, era: 0.35, country: 0.25, director: 0.6, quality: 0.4, noise: 0.5 }
const MEAN_STARS = 3
/** How strongly people choose films that they will like, and films that everybody knows. */
const CHOICE = { affinity: 0.9, popularity: 0.9 }
const N_RATINGS = { least: 20, most: 250, median: 74, spread: 0.65 }
const FIRST_DAY = Date.UTC(2019, 0, 1) / 1000
const LAST_DAY = Date.UTC(2026, 5, 30) / 1000
const DAY = 86_400

/** Groups of people with a taste in common; each person is mostly of one and a little of another. */
const CROWDS: { likes: string[]; dislikes: string[]; era: number }[] = [
  { likes: ['Action', 'Adventure', 'Sci-Fi'], dislikes: ['Musical', 'Romance'], era: 1998 },
  { likes: ['Horror', 'Thriller', 'Mystery'], dislikes: ['Children', 'Musical'], era: 1985 },
  { likes: ['Romance', 'Comedy', 'Musical'], dislikes: ['Horror', 'War'], era: 1990 },
  { likes: ['Film-Noir', 'Crime', 'Mystery'], dislikes: ['Children', 'Sci-Fi'], era: 1955 },
  { likes: ['Animation', 'Children', 'Fantasy'], dislikes: ['Horror', 'Crime'], era: 2003 },
  { likes: ['Drama', 'Romance'], dislikes: ['Action', 'Sci-Fi'], era: 1965 },
  { likes: ['Western', 'War', 'Adventure'], dislikes: ['Musical', 'Fantasy'], era: 1960 },
  { likes: ['Documentary', 'Drama', 'War'], dislikes: ['Fantasy', 'Action'], era: 2005 },
  { likes: ['Comedy', 'Crime', 'Thriller'], dislikes: ['War', 'Western'], era: 2000 },
  { likes: ['Sci-Fi', 'Fantasy', 'Animation'], dislikes: ['Western', 'Drama'], era: 2008 },
]

interface Taste {
  genres: Map<string, number>
  era: number
  eraWidth: number
  /** Above 0: prefers films from outside the United States. */
  abroad: number
  countries: Map<string, number>
  directors: Map<string, number>
  bias: number
  /** How much of the scale this person uses. */
  spread: number
}

interface FilmTraits {
  film: DemoFilm
  popularity: number
  quality: number
}

/** Ratings of profiles 1…nProfiles, one batch each; the same films and options always give the same audience. */
export function* generateAudience(films: DemoFilm[], options: AudienceOptions): Generator<RatingBatch> {
  const traits = films.map((film) => drawTraits(film, options.seed))
  for (let userId = 1; userId <= options.nProfiles; userId++) {
    const random = createRandom(mixSeeds(options.seed, userId))
    yield rateFilms(userId, traits, random)
  }
}

/** Which crowd a profile mostly belongs to. */
export const crowdOf = (userId: number) => userId % CROWDS.length

/** How well known a film is and how well liked follow from its id alone, and mean nothing about the real film. */
function drawTraits(film: DemoFilm, seed: number): FilmTraits {
  const random = createRandom(mixSeeds(seed ^ 0x5f356495, film.id))
  const recent = (film.year - 1970) / 60
  return { film, popularity: 0.8 * drawNormal(random) + 0.4 * recent, quality: drawNormal(random) }
}

function drawTaste(userId: number, traits: FilmTraits[], random: () => number): Taste {
  const main = CROWDS[crowdOf(userId)]
  const second = CROWDS[Math.floor(random() * CROWDS.length)]
  const genres = new Map<string, number>()
  const add = (genre: string, amount: number) => genres.set(genre, (genres.get(genre) ?? 0) + amount)
  for (const { film } of traits)
    for (const genre of film.genres) if (!genres.has(genre)) add(genre, 0.35 * drawNormal(random))
  for (const [crowd, share] of [
    [main, 1],
    [second, 0.4],
  ] as const) {
    for (const genre of crowd.likes) add(genre, 1.2 * share)
    for (const genre of crowd.dislikes) add(genre, -1.2 * share)
  }
  const pick = <T>(values: T[]) => values[Math.floor(random() * values.length)]
  const directors = new Map<string, number>()
  for (let i = 0; i < 8; i++) directors.set(pick(pick(traits).film.directors), i < 6 ? 1.2 : -1.2)
  const countries = new Map<string, number>()
  for (let i = 0; i < 3; i++) countries.set(pick(pick(traits).film.countries), 1)
  return {
    genres,
    directors,
    countries,
    era: main.era + 12 * drawNormal(random),
    eraWidth: 18 + 25 * random(),
    abroad: 0.6 * drawNormal(random),
    bias: 0.35 * drawNormal(random),
    spread: 0.75 + 0.5 * random(),
  }
}

/** How much this taste is drawn to a film, in stars, about −2…2. */
function affinity(taste: Taste, { film, quality }: FilmTraits): number {
  const sum = film.genres.reduce((total, genre) => total + (taste.genres.get(genre) ?? 0), 0)
  const genre = sum / Math.sqrt(film.genres.length)
  const years = (film.year - taste.era) / taste.eraWidth
  const era = 2 * Math.exp(-years * years) - 1
  const home = film.countries.includes('US') ? -taste.abroad : taste.abroad
  const country = home + Math.max(0, ...film.countries.map((code) => taste.countries.get(code) ?? 0))
  const director = Math.max(...film.directors.map((name) => taste.directors.get(name) ?? 0))
  return (
    WEIGHTS.genre * genre +
    WEIGHTS.era * era +
    WEIGHTS.country * country +
    WEIGHTS.director * director +
    WEIGHTS.quality * quality
  )
}

/** Draws how many films a person has rated, which ones (without replacement, by the Gumbel trick) and what they gave. */
function rateFilms(userId: number, traits: FilmTraits[], random: () => number): RatingBatch {
  const taste = drawTaste(userId, traits, random)
  const wanted = Math.round(N_RATINGS.median * Math.exp(N_RATINGS.spread * drawNormal(random)))
  const nRatings = Math.min(traits.length, N_RATINGS.most, Math.max(N_RATINGS.least, wanted))
  const joined = FIRST_DAY + Math.floor(random() * 0.8 * (LAST_DAY - FIRST_DAY))
  const chosen = traits
    .map((film) => {
      const liking = affinity(taste, film)
      const gumbel = -Math.log(-Math.log(1 - random() || Number.MIN_VALUE))
      return { film: film.film, liking, key: CHOICE.affinity * liking + CHOICE.popularity * film.popularity + gumbel }
    })
    .sort((a, b) => b.key - a.key || a.film.id - b.film.id)
    .slice(0, nRatings)
  const batch: RatingBatch = {
    length: nRatings,
    userId: new Int32Array(nRatings).fill(userId),
    movieId: new Int32Array(nRatings),
    halfStars: new Uint8Array(nRatings),
    ratedAt: new Int32Array(nRatings),
  }
  chosen.forEach(({ film, liking }, row) => {
    const stars = MEAN_STARS + taste.bias + taste.spread * (liking + WEIGHTS.noise * drawNormal(random))
    batch.movieId[row] = film.id
    batch.halfStars[row] = Math.min(10, Math.max(1, Math.round(stars * 2)))
    batch.ratedAt[row] = drawTime(film, joined, random)
  })
  return batch
}

/** Some time after joining, most of it soon after; never before the film's year is over. */
function drawTime(film: DemoFilm, joined: number, random: () => number): number {
  const released = Date.UTC(film.year + 1, 0, 1) / 1000
  const from = Math.min(Math.max(joined, released), LAST_DAY - DAY)
  return Math.floor(from + (LAST_DAY - from) * random() ** 3)
}
