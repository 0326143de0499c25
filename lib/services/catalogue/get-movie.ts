// All that is known of one movie.
import { findMovieFacts } from '@/lib/db/movies'
import { AppError } from '@/lib/errors/app-error'
import type { MovieDetail } from '@/lib/schemas/movie'
import type { Host } from '../host/host'

/** @throws AppError('not_found') when the catalogue does not have it. */
export async function requireMovie(host: Host, movieId: number): Promise<MovieDetail> {
  const facts = await findMovieFacts(host.db, movieId)
  if (!facts) throw new AppError('not_found', `There is no movie ${movieId} in this catalogue.`)
  const { count, mean, bayesianMean, histogram, posterPath, backdropPath, voteAverage, voteCount, ...movie } = facts
  const withPictures = host.posters.reachable()
  return {
    ...movie,
    posterPath: withPictures ? posterPath : null,
    backdropPath: withPictures ? backdropPath : null,
    // An average of no votes is TMDb's way of saying that it does not know.
    votes: voteAverage !== null && voteCount ? { average: voteAverage, count: voteCount } : null,
    stats: { count, mean, bayesianMean, histogram },
  }
}
