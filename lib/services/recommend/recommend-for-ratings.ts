// Recommendations for ratings that belong to nobody here: a file, say.
import type { GivenRating } from '@/lib/schemas/prediction'
import type { Recommendation, RecommendationFilter } from '@/lib/schemas/recommendation'
import { requireEngine, type Host } from '../host/host'
import { profileOf } from '../people/profile-of'
import { answer, hiddenFrom } from './recommend'

export async function recommendForRatings(
  host: Host,
  { ratings, method, k, ...filter }: { ratings: GivenRating[]; method: string; k: number } & RecommendationFilter,
): Promise<Recommendation & { unknownRatings: number[] }> {
  const engine = requireEngine(host)
  const { runId, definition } = engine.requireModel(method)
  const { vector, unknown } = profileOf(engine, { ratings })
  const answered = await answer(host, engine, {
    method: definition.name,
    modelRun: runId,
    subject: 'you',
    viewer: null,
    rank: () => ({ ranked: engine.recommend(method, vector, k, hiddenFrom(engine, null, filter)) }),
  })
  return { ...answered, unknownRatings: unknown }
}
