'use server'
// The pickers of film, user and method get their recommendations here.
import { z } from 'zod'
import type { ActionResult } from '@/lib/schemas/action'
import { movieIdSchema } from '@/lib/schemas/movie'
import { methodSchema, type Recommendation } from '@/lib/schemas/recommendation'
import { userIdSchema } from '@/lib/schemas/user'
import { recommendForPerson } from '@/lib/services/recommend-for-person'
import { recommendForUser } from '@/lib/services/recommend-for-user'
import { recommendSimilar, type SimilarMethod } from '@/lib/services/recommend-similar'
import { currentPerson, runAction } from './run-action'

const COUNT = 24

const forMeSchema = z.object({ method: methodSchema })
const forUserSchema = z.object({ userId: userIdSchema, method: methodSchema })
const similarSchema = z.object({ movieId: movieIdSchema, method: z.enum(['content', 'audience']) })

export async function recommendForMeAction(input: { method: string }): Promise<ActionResult<Recommendation>> {
  return runAction(forMeSchema, input, async (host, { method }) =>
    recommendForPerson(host, { person: await currentPerson(host), method, k: COUNT }),
  )
}

export async function recommendForUserAction(input: {
  userId: number
  method: string
}): Promise<ActionResult<Recommendation>> {
  return runAction(forUserSchema, input, async (host, { userId, method }) =>
    recommendForUser(host, { userId, method, k: COUNT, viewer: await currentPerson(host) }),
  )
}

export async function similarMoviesAction(input: {
  movieId: number
  method: SimilarMethod
}): Promise<ActionResult<Recommendation>> {
  return runAction(similarSchema, input, async (host, { movieId, method }) =>
    recommendSimilar(host, { movieId, method, k: COUNT, viewer: await currentPerson(host) }),
  )
}
