// Writes a data set in MovieLens' layout, as large as asked for, skewed as MovieLens is, and the same for the same seed.
// npx tsx bench/generate-ratings.ts FOLDER [--ratings 20000000] [--users 138000] [--movies 27000] [--seed 1]
import { once } from 'node:events'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createRandom } from '@/lib/math/random'
import { createFilmSampler, drawActivity } from './skewed'

export interface GeneratedSize {
  ratings: number
  users: number
  movies: number
  seed: number
}

const GENRES = ['Action', 'Adventure', 'Comedy', 'Crime', 'Drama', 'Horror', 'Romance', 'Sci-Fi', 'Thriller', 'War']
const FIRST_DAY = 820_454_400
const LAST_DAY = 1_420_070_400
const SECONDS_BETWEEN = 90
const PIECE = 1 << 20

/** Film ids have gaps, as MovieLens' have. */
const idOf = (film: number) => film + 1 + Math.floor(film / 3)

export async function generateRatings(folder: string, size: GeneratedSize): Promise<void> {
  const random = createRandom(size.seed)
  mkdirSync(folder, { recursive: true })
  const quality = Float32Array.from({ length: size.movies }, () => 7 + 1.1 * random.normal())
  writeFilms(folder, size.movies, size.seed)
  const activity = drawActivity(size.users, size.movies, size.ratings, random)
  const drawFilm = createFilmSampler(size.movies, random)
  const lastUserOf = new Int32Array(size.movies).fill(-1)
  const file = createWriteStream(path.join(folder, 'ratings.csv'))
  let text = 'userId,movieId,rating,timestamp\n'
  for (let user = 0; user < size.users; user++) {
    const films = new Int32Array(activity[user])
    for (let row = 0; row < films.length;) {
      const film = drawFilm()
      if (lastUserOf[film] === user) continue
      lastUserOf[film] = user
      films[row++] = film
    }
    films.sort()
    const bias = 0.9 * random.normal()
    const start = FIRST_DAY + random.integer(LAST_DAY - FIRST_DAY)
    for (const film of films) {
      const halfStars = Math.round(quality[film] + bias + 1.6 * random.normal())
      const stars = Math.min(10, Math.max(1, halfStars)) / 2
      text += `${user + 1},${idOf(film)},${stars.toFixed(1)},${start + random.integer(films.length * SECONDS_BETWEEN)}\n`
    }
    if (text.length < PIECE) continue
    if (!file.write(text)) await once(file, 'drain')
    text = ''
  }
  file.end(text)
  await once(file, 'finish')
}

function writeFilms(folder: string, nMovies: number, seed: number): void {
  const random = createRandom(seed + 1)
  const films = Array.from({ length: nMovies }, (_, film) => {
    const genres = new Set([GENRES[random.integer(GENRES.length)], GENRES[random.integer(GENRES.length)]])
    return `${idOf(film)},Film ${film + 1} (${1930 + random.integer(86)}),${[...genres].join('|')}`
  })
  const links = films.map((_, film) => `${idOf(film)},${String(film + 1).padStart(7, '0')},${film + 1}`)
  writeFileSync(path.join(folder, 'movies.csv'), `movieId,title,genres\n${films.join('\n')}\n`)
  writeFileSync(path.join(folder, 'links.csv'), `movieId,imdbId,tmdbId\n${links.join('\n')}\n`)
  writeFileSync(path.join(folder, 'tags.csv'), 'userId,movieId,tag,timestamp\n')
}

const isMain = process.argv[1]?.endsWith('generate-ratings.ts')
if (isMain) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ratings: { type: 'string', default: '20000000' },
      users: { type: 'string', default: '138000' },
      movies: { type: 'string', default: '27000' },
      seed: { type: 'string', default: '1' },
    },
  })
  const folder = positionals[0]
  if (!folder) throw new Error('Say where to write: npx tsx bench/generate-ratings.ts FOLDER')
  const { ratings, users, movies, seed } = values
  const size = { ratings: Number(ratings), users: Number(users), movies: Number(movies), seed: Number(seed) }
  await generateRatings(folder, size)
  console.log(`${folder}: ${size.ratings} ratings of ${size.movies} films by ${size.users} users, seed ${size.seed}`)
}
