// Recommendations for somebody who uses this installation, from their own ratings as they are now.
import { findRatings } from '@/lib/db/ratings'
import type { Recommendation, RecommendationFilter } from '@/lib/schemas/recommendation'
import { requireEngine, type Host } from './host'
import { answer, hiddenItems, type Viewer } from './recommend'

/** Without any ratings, a model that needs some answers an empty list; popularity answers everybody. */
export async function recommendForPerson(
  host: Host,
  { person, method, k, ...filter }: { person: Viewer; method: string; k: number } & RecommendationFilter,
): Promise<Recommendation> {
  const engine = requireEngine(host)
  const model = engine.requireModel(method)
  const [rows, hidden] = await Promise.all([
    person ? findRatings(host.db, person.id) : [],
    hiddenItems(host, engine, person, filter),
  ])
  return answer(host, engine, {
    method: model.definition.name,
    modelRun: model.runId,
    ranked: engine.recommend(method, engine.toVector(rows), k, hidden),
    subject: 'you',
    viewer: person,
    sourceProfileId: person?.id,
  })
}
