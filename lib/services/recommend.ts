// What every way of recommending shares: from ranked items to an answer that is logged and says why.
import { findHiddenMovies, findVerdicts, type StoredVerdict } from '@/lib/db/feedback'
import { insertRecommendation } from '@/lib/db/recommendations'
import type { Engine, RankedItem } from '@/lib/engine/engine'
import { itemsOutside } from '@/lib/engine/filter'
import { reasonFor, type Subject } from '@/lib/engine/reason'
import { AppError } from '@/lib/errors/app-error'
import type { MovieCard } from '@/lib/schemas/movie'
import type { Recommendation, RecommendationFilter, Verdict } from '@/lib/schemas/recommendation'
import type { Host } from './host'

/** Somebody who looks at the page; null until they have written something. */
export type Viewer = { id: number } | null

export interface Answer {
  method: string
  modelRun: string
  ranked: RankedItem[]
  subject: Subject
  viewer: Viewer
  sourceProfileId?: number
  sourceMovieId?: number
}

export function cardOf(host: Host, engine: Engine, item: number): MovieCard {
  return engine.catalogue.card(item, host.posters.reachable())
}

/** Items that this viewer has said they have seen or do not want, and those that the filter does not let through. */
export async function hiddenItems(
  host: Host,
  engine: Engine,
  viewer: Viewer,
  filter: RecommendationFilter = {},
): Promise<Set<number>> {
  requireYearsInOrder(filter)
  const hidden = new Set(itemsOutside(engine.catalogue, filter))
  const movieIds = viewer ? await findHiddenMovies(host.db, viewer.id) : []
  for (const movieId of movieIds) {
    const item = engine.catalogue.indexOf(movieId)
    if (item >= 0) hidden.add(item)
  }
  return hidden
}

function requireYearsInOrder({ yearFrom, yearTo }: RecommendationFilter): void {
  if (yearFrom === undefined || yearTo === undefined || yearFrom <= yearTo) return
  throw new AppError('invalid', `No film is of ${yearFrom} or later and of ${yearTo} or earlier. Swap the two years.`, {
    fieldErrors: { yearFrom: [`Expected at most yearTo, which is ${yearTo}.`] },
  })
}

/** Logs the answer, and returns it as the page and the API show it. */
export async function answer(host: Host, engine: Engine, given: Answer): Promise<Recommendation> {
  const { itemIds } = engine.catalogue
  const movieIds = given.ranked.map((entry) => itemIds[entry.item])
  const [recommendationId, verdicts] = await Promise.all([
    insertRecommendation(host.db, {
      method: given.method,
      modelRunId: given.modelRun,
      viewerId: given.viewer?.id ?? null,
      sourceProfileId: given.sourceProfileId,
      sourceMovieId: given.sourceMovieId,
      items: given.ranked.map(({ item, score, predictedStars }) => ({ movieId: itemIds[item], score, predictedStars })),
    }),
    given.viewer ? findVerdicts(host.db, given.viewer.id, given.method, movieIds) : new Map<number, StoredVerdict>(),
  ])
  const toCard = (item: number) => cardOf(host, engine, item)
  return {
    recommendationId,
    method: given.method,
    modelRun: given.modelRun,
    items: given.ranked.map((entry, i) => ({
      movie: toCard(entry.item),
      score: entry.score,
      rank: i + 1,
      predictedStars: entry.predictedStars,
      reason: reasonFor(entry.because, given.subject, toCard),
      verdict: fromStored(verdicts.get(movieIds[i])),
    })),
  }
}

const fromStored = (verdict?: StoredVerdict): Verdict | undefined =>
  verdict === 'not_interested' ? 'not-interested' : verdict
