// The bundled catalogue with its made-up audience, as a data set like any other.
import { createHash } from 'node:crypto'
import type { DataSet, MovieRow } from '../data-set'
import type { MovieIdSet } from '../movie-id-set'
import type { Report } from '../report'
import type { DemoFilm } from './film'
import { generateAudience } from './generate-audience'
import { readFilms } from './read-films'

/** Change the version with the generator, so that an installation notices that its audience is another one. */
export const DEMO_AUDIENCE = { seed: 20_261_122, nProfiles: 600, version: 1 }

/** @param directory the folder of the JSON files, in the repository prisma/demo/films */
export async function openDemoDataSet(directory: string): Promise<DataSet> {
  const { films, badRows, bytes, hash } = await readFilms(directory)
  return {
    name: 'demo',
    layout: 'demo',
    synthetic: true,
    fileHash: createHash('sha256').update(hash).update(JSON.stringify(DEMO_AUDIENCE)).digest('hex'),
    hasMovies: true,
    extras: [],
    sizes: { movies: bytes, ratings: DEMO_AUDIENCE.nProfiles, tags: 0, genome: 0 },
    async *movies(report) {
      for (const { file, line, reason } of badRows) report.addBadRow(file, line, reason)
      report.bytesRead += bytes
      yield films.map(toMovieRow)
    },
    ratings: (report, knownMovies) => readAudience(films, report, knownMovies),
    async *tags() {},
    async *genomeScores() {},
    async *genomeTags() {},
    close: () => Promise.resolve(),
  }
}

async function* readAudience(films: DemoFilm[], report: Report, knownMovies?: MovieIdSet) {
  const known = films.filter((film) => knownMovies?.has(film.id) !== false)
  for (const batch of generateAudience(known, DEMO_AUDIENCE)) {
    // Nothing is read for them: a person counts as a byte.
    report.bytesRead += 1
    yield batch
  }
}

const toMovieRow = (film: DemoFilm): MovieRow => ({ ...film, posterPath: null, imdbId: null, tmdbId: null })
