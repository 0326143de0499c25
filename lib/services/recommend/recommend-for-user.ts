// Recommendations for a user of the crowd, from the ratings they gave.
import { findCrowdProfileId } from '@/lib/db/profiles'
import type { Engine } from '@/lib/engine/engine'
import { AppError } from '@/lib/errors/app-error'
import type { Recommendation, RecommendationFilter } from '@/lib/schemas/recommendation'
import { requireEngine, type Host } from '../host/host'
import { answer, hiddenFrom, type Viewer } from './recommend'

/** @throws AppError('not_found') when the crowd has no such user. */
export function requireUserIndex(engine: Engine, userId: number): number {
  const userIndex = engine.ratings.userIndexOf(userId)
  if (userIndex >= 0) return userIndex
  const { userIds } = engine.ratings
  const range = userIds.length ? ` Users go from ${userIds[0]} to ${userIds[userIds.length - 1]}.` : ''
  throw new AppError('not_found', `There is no user ${userId} in this data set.${range}`)
}

/** The user's own ratings decide; what the viewer hid stays out of it, because it is another person's list. */
export async function recommendForUser(
  host: Host,
  {
    userId,
    method,
    k,
    viewer,
    ...filter
  }: { userId: number; method: string; k: number; viewer: Viewer } & RecommendationFilter,
): Promise<Recommendation> {
  const engine = requireEngine(host)
  const model = engine.requireModel(method)
  const userIndex = requireUserIndex(engine, userId)
  return answer(host, engine, {
    method: model.definition.name,
    modelRun: model.runId,
    subject: 'they',
    viewer,
    key: ['user', userId, k, filter],
    rank: async () => ({
      ranked: engine.recommend(method, engine.ratings.ratingsOf(userIndex), k, hiddenFrom(engine, null, filter)),
      sourceProfileId: (await findCrowdProfileId(host.db, userId)) ?? undefined,
    }),
  })
}
