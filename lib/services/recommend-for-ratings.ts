// Recommendations for ratings that belong to nobody here: a file, say.
import type { GivenRating } from '@/lib/schemas/prediction'
import type { Recommendation, RecommendationFilter } from '@/lib/schemas/recommendation'
import { requireEngine, type Host } from './host'
import { profileOf } from './profile-of'
import { answer, hiddenItems } from './recommend'

export async function recommendForRatings(
  host: Host,
  { ratings, method, k, ...filter }: { ratings: GivenRating[]; method: string; k: number } & RecommendationFilter,
): Promise<Recommendation & { unknownRatings: number[] }> {
  const engine = requireEngine(host)
  const { runId, definition } = engine.requireModel(method)
  const { vector, unknown } = profileOf(engine, { ratings })
  const hidden = await hiddenItems(host, engine, null, filter)
  const ranked = engine.recommend(method, vector, k, hidden)
  const answered = await answer(host, engine, {
    method: definition.name,
    modelRun: runId,
    ranked,
    subject: 'you',
    viewer: null,
  })
  return { ...answered, unknownRatings: unknown }
}
