// A recommendation as JSON. The items of an answer that still holds are one and the same array: they are checked and
// written as text once, and only the id is new each time.
import type { TypedResponse } from 'hono'
import { type Recommendation, recommendationSchema, type RecommendedItem } from '@/lib/schemas/recommendation'
import type { ApiContext } from './context'
import { pickItems } from './fields'
import { checkAnswer } from './responses'

/** All of the object that comes after the id. */
const restOf = new WeakMap<readonly RecommendedItem[], string>()

export function answerRecommendation(
  c: ApiContext,
  answer: Recommendation,
  fields?: readonly string[],
): Response & TypedResponse<Recommendation, 200, 'json'> {
  if (fields !== undefined)
    return written(c, JSON.stringify(pickItems(checkAnswer(recommendationSchema, answer), fields)))
  let rest = restOf.get(answer.items)
  if (rest === undefined) {
    const { recommendationId: _, ...checked } = checkAnswer(recommendationSchema, answer)
    restOf.set(answer.items, (rest = JSON.stringify(checked).slice(1)))
  }
  return written(c, `{"recommendationId":${JSON.stringify(answer.recommendationId)},${rest}`)
}

function written(c: ApiContext, text: string): Response & TypedResponse<Recommendation, 200, 'json'> {
  const response: Response = c.body(text, 200, { 'Content-Type': 'application/json' })
  return response as Response & TypedResponse<Recommendation, 200, 'json'>
}
