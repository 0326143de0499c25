'use server'
// Giving, changing and clearing stars.
import { z } from 'zod'
import type { ActionResult } from '@/lib/schemas/action'
import { movieIdNumberSchema } from '@/lib/schemas/movie'
import { starsSchema } from '@/lib/schemas/rating'
import { findRating } from '@/lib/services/people/my-ratings'
import { clearRating, rateMovie } from '@/lib/services/people/rate-movie'
import { currentPerson, runAction, writingPerson } from './run-action'

const rateSchema = z.object({ movieId: movieIdNumberSchema, stars: starsSchema })
const clearSchema = z.object({ movieId: movieIdNumberSchema })

export async function rateMovieAction(input: {
  movieId: number
  stars: number
}): Promise<ActionResult<{ stars: number | null }>> {
  return runAction(rateSchema, input, async (host, { movieId, stars }) => {
    await findRating(host, null, movieId) // refuses an unknown movie before anybody is made a person
    const rating = await rateMovie(host, await writingPerson(host), movieId, stars)
    return { stars: rating.stars }
  })
}

export async function clearRatingAction(input: { movieId: number }): Promise<ActionResult<{ stars: number | null }>> {
  return runAction(clearSchema, input, async (host, { movieId }) => {
    const person = await currentPerson(host)
    // Somebody without a person has no rating, but an unknown movie is a mistake for them as well.
    if (person) await clearRating(host, person, movieId)
    else await findRating(host, null, movieId)
    return { stars: null }
  })
}
