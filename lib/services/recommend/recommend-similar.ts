// Films like one film: by what they are about, or by who loves them.
import { AppError } from '@/lib/errors/app-error'
import type { Recommendation, RecommendationFilter } from '@/lib/schemas/recommendation'
import { requireEngine, type Host } from '../host/host'
import { answer, hiddenFrom, type Viewer } from './recommend'

const MODEL_OF = { content: 'content', audience: 'user-knn' } as const

export type SimilarMethod = keyof typeof MODEL_OF

/** @throws AppError('not_found') for an unknown movie, 'not_ready' while the model is being trained. */
export async function recommendSimilar(
  host: Host,
  {
    movieId,
    method,
    k,
    viewer,
    ...filter
  }: { movieId: number; method: SimilarMethod; k: number; viewer: Viewer } & RecommendationFilter,
): Promise<Recommendation> {
  const engine = requireEngine(host)
  if (!Object.hasOwn(MODEL_OF, method))
    throw new AppError('invalid', `There is no method "${method}". Choose content or audience.`)
  const item = engine.catalogue.requireIndex(movieId)
  const model = engine.requireModel(MODEL_OF[method])
  return answer(host, engine, {
    method,
    modelRun: model.runId,
    subject: 'movie',
    viewer,
    key: ['similar', movieId, k, filter],
    rank: (state) => ({
      ranked: engine.similar(MODEL_OF[method], item, k, hiddenFrom(engine, state, filter)),
      sourceMovieId: movieId,
    }),
  })
}
