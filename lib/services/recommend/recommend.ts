// What every way of recommending shares: an answer that says why, is remembered while it holds, and is logged each time.
import type { PersonState, StoredVerdict } from '@/lib/db/person-state'
import { logLine } from '@/lib/db/recommendations'
import type { Engine, RankedItem } from '@/lib/engine/engine'
import { itemsOutside } from '@/lib/engine/filter'
import { reasonFor, type Subject } from '@/lib/engine/reason'
import { AppError } from '@/lib/errors/app-error'
import type { MovieCard } from '@/lib/schemas/movie'
import type { Recommendation, RecommendationFilter, RecommendedItem, Verdict } from '@/lib/schemas/recommendation'
import type { Host } from '../host/host'
import type { RememberedAnswer } from '../host/host-memory'
import { refusedItems, stateOf, type Viewer } from '../people/person-state'

export type { Viewer } from '../people/person-state'

/** What is recommended, and on whose behalf it is logged. */
export interface Ranking {
  ranked: RankedItem[]
  sourceProfileId?: number
  sourceMovieId?: number
}

export interface Question {
  method: string
  modelRun: string
  subject: Subject
  viewer: Viewer
  /** Everything beside engine and viewer that decides the ranking; left out for what will not be asked again. */
  key?: unknown
  rank(state: PersonState): Ranking | Promise<Ranking>
}

export function cardOf(host: Host, engine: Engine, item: number): MovieCard {
  return engine.catalogue.card(item, host.posters.reachable())
}

/** Items that a person has said they have seen or do not want, and those that the filter does not let through. */
export function hiddenFrom(engine: Engine, state: PersonState | null, filter: RecommendationFilter = {}): Set<number> {
  requireYearsInOrder(filter)
  const hidden = state ? refusedItems(engine, state) : new Set<number>()
  for (const item of itemsOutside(engine.catalogue, filter)) hidden.add(item)
  return hidden
}

function requireYearsInOrder({ yearFrom, yearTo }: RecommendationFilter): void {
  if (yearFrom === undefined || yearTo === undefined || yearFrom <= yearTo) return
  throw new AppError('invalid', `No film is of ${yearFrom} or later and of ${yearTo} or earlier. Swap the two years.`, {
    fieldErrors: { yearFrom: [`Expected at most yearTo, which is ${yearTo}.`] },
  })
}

/**
 * Logs the answer, and returns it as the page and the API show it. The items of an answer that still holds are the very
 * same array as before: nobody may change it.
 */
export async function answer(host: Host, engine: Engine, question: Question): Promise<Recommendation> {
  const { method, modelRun } = question
  const { items, line } = findAnswer(host, engine, question) ?? (await makeAnswer(host, engine, question))
  return { recommendationId: await host.recommendations.add(line), method, modelRun, items }
}

/** All that an answer depends on; the engine holds the rest. Null where it cannot be said. */
function keyOf(host: Host, question: Question, version: number | undefined): string | null {
  const { key, method, viewer } = question
  if (key === undefined || (viewer && version === undefined)) return null
  return JSON.stringify([key, method, host.posters.reachable(), viewer && [viewer.id, version]])
}

function findAnswer(host: Host, engine: Engine, question: Question): RememberedAnswer | undefined {
  const key = keyOf(host, question, question.viewer?.version)
  return key === null ? undefined : host.memory.answersOf(engine).get(key)
}

async function makeAnswer(host: Host, engine: Engine, question: Question): Promise<RememberedAnswer> {
  const { method, modelRun, viewer } = question
  const state = await stateOf(host, viewer)
  const { ranked, ...source } = await question.rank(state)
  const { itemIds } = engine.catalogue
  const items = ranked.map(({ item, score, predictedStars }) => ({ movieId: itemIds[item], score, predictedStars }))
  const made = {
    items: describe(host, engine, question, ranked, state),
    line: logLine({ method, modelRunId: modelRun, viewerId: viewer?.id ?? null, ...source, items }),
  }
  // Under the version that was read with the ratings, which may be newer than the one the request came with.
  const key = keyOf(host, question, state.version)
  if (key !== null) host.memory.answersOf(engine).set(key, made, 1 + items.length)
  return made
}

function describe(
  host: Host,
  engine: Engine,
  { method, subject }: Question,
  ranked: readonly RankedItem[],
  { feedback }: PersonState,
): RecommendedItem[] {
  const toCard = (item: number) => cardOf(host, engine, item)
  const verdicts = new Map(feedback.filter((row) => row.method === method).map((row) => [row.movieId, row.verdict]))
  return ranked.map((entry, i) => ({
    movie: toCard(entry.item),
    score: entry.score,
    rank: i + 1,
    predictedStars: entry.predictedStars,
    reason: reasonFor(entry.because, subject, toCard),
    verdict: fromStored(verdicts.get(engine.catalogue.itemIds[entry.item])),
  }))
}

const fromStored = (verdict?: StoredVerdict): Verdict | undefined =>
  verdict === 'not_interested' ? 'not-interested' : verdict
