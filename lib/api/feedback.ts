// Feedback: thumbs up and down, not interested, seen; given to one movie of one recommendation, and taken back.
import { feedbackInputSchema, feedbackTargetSchema, VERDICTS } from '@/lib/schemas/recommendation'
import { giveFeedback, requireShown, undoFeedback } from '@/lib/services/people/give-feedback'
import { operation } from './admit'
import { findJsonBody, requireJsonBody } from './body'
import type { Api } from './context'
import { idParam, query } from './params'
import { findViewer, writeAsPerson } from './person'
import { toInvalid } from './problem'
import { checkAnswer, jsonBody, jsonContent, problems } from './responses'

const refusals = [
  'bad_request',
  'forbidden_origin',
  'not_found',
  'payload_too_large',
  'unsupported_media_type',
  'invalid',
] as const

const give = operation('write', {
  method: 'post',
  path: '/feedback',
  tags: ['Feedback'],
  summary: 'Say what I think of a recommended movie',
  description:
    `A verdict is one of ${VERDICTS.join(', ')}. Another verdict on the same movie under the same method replaces the ` +
    'first; the same again changes nothing. The first write sets the guest cookie.',
  middleware: requireJsonBody,
  request: { body: jsonBody(feedbackInputSchema) },
  responses: { 200: jsonContent(feedbackInputSchema, 'The verdict as it is kept.'), ...problems(...refusals) },
})

const undo = operation('write', {
  method: 'delete',
  path: '/feedback',
  tags: ['Feedback'],
  summary: 'Take my feedback back',
  description: 'Which feedback: in the query, or the same two fields as a JSON body. Also succeeds when there is none.',
  request: {
    query: query({
      recommendationId: feedbackTargetSchema.shape.recommendationId
        .meta({
          description: 'The recommendation that showed the movie.',
          examples: ['0190f3b2-8a44-4d8e-9d55-0c2f6a1b7e31'],
        })
        .optional(),
      movieId: idParam('The movie that was shown.', 318).optional(),
    }),
  },
  responses: { 204: { description: 'There is no such feedback of mine any more.' }, ...problems(...refusals) },
})

export function addFeedbackRoutes(api: Api): void {
  api.openapi(give, async (c) => {
    const host = await c.var.getHost()
    const feedback = c.req.valid('json')
    // Refuses what was never shown before anybody is made a person for it.
    await requireShown(host, await findViewer(c, host), feedback)
    await writeAsPerson(c, host, (person) => giveFeedback(host, person, feedback))
    return c.json(checkAnswer(feedbackInputSchema, feedback), 200)
  })

  api.openapi(undo, async (c) => {
    const target = feedbackTargetSchema.safeParse((await findJsonBody(c)) ?? c.req.valid('query'))
    if (!target.success) throw toInvalid(target.error.issues)
    const host = await c.var.getHost()
    await undoFeedback(host, await findViewer(c, host), target.data)
    return c.body(null, 204)
  })
}
