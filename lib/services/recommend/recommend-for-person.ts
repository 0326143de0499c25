// Recommendations for somebody who uses this installation, from their own ratings as they are now.
import type { Recommendation, RecommendationFilter } from '@/lib/schemas/recommendation'
import { requireEngine, type Host } from '../host/host'
import { answer, hiddenFrom, type Viewer } from './recommend'

/** Without any ratings, a model that needs some answers an empty list; popularity answers everybody. */
export async function recommendForPerson(
  host: Host,
  { person, method, k, ...filter }: { person: Viewer; method: string; k: number } & RecommendationFilter,
): Promise<Recommendation> {
  const engine = requireEngine(host)
  const model = engine.requireModel(method)
  return answer(host, engine, {
    method: model.definition.name,
    modelRun: model.runId,
    subject: 'you',
    viewer: person,
    key: ['person', k, filter],
    rank: (state) => ({
      ranked: engine.recommend(method, engine.toVector(state.ratings), k, hiddenFrom(engine, state, filter)),
      sourceProfileId: person?.id,
    }),
  })
}
