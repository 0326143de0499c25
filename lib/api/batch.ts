// Recommendations for many profiles as a stream of lines (NDJSON).
import { batchInputSchema, batchLineSchema, type BatchLine } from '@/lib/schemas/batch'
import { recommendBatch } from '@/lib/services/recommend/recommend-batch'
import { chargeMore, operation, requireScope } from './admit'
import { requireJsonBody } from './body'
import type { Api, ApiContext } from './context'
import { logFailure, toAppError } from './problem'
import { checkAnswer, jsonBody, problems } from './responses'

export const NDJSON = 'application/x-ndjson'

const batch = operation('read', {
  method: 'post',
  path: '/recommendations/batch',
  tags: ['Recommendations'],
  summary: 'Recommendations for many profiles, as a stream',
  description:
    'For some users of the data set (`userIds`), for ratings of your own (`profiles`), or for every user (`allUsers`, ' +
    'which needs a key with the scope `admin`). One line of JSON for each profile, in the order asked, as fast as you ' +
    'read; hang up when you have enough. A profile that is not known gets a line with an `error`. `fields` leaves out ' +
    'what you do not need. Nothing is stored, and a profile counts as one request against the limit.',
  middleware: requireJsonBody,
  request: { body: jsonBody(batchInputSchema) },
  responses: {
    200: {
      description: 'One line for each profile; the schema is that of a line.',
      content: { [NDJSON]: { schema: batchLineSchema } },
    },
    ...problems('bad_request', 'forbidden_origin', 'payload_too_large', 'unsupported_media_type', 'invalid'),
  },
})

export function addBatchRoutes(api: Api): void {
  api.openapi(batch, async (c) => {
    const host = await c.var.getHost()
    const input = c.req.valid('json')
    if (input.allUsers) requireScope(c, c.var.key, 'admin')
    else await chargeMore(c, host, (input.userIds ?? input.profiles ?? []).length - 1)
    const lines = await recommendBatch(host, input)
    return c.body(streamOf(c, lines), 200, { 'Content-Type': NDJSON }) as never
  })
}

/** A line is worked out when there is room for it; when the reader leaves, so does the work. */
function streamOf(c: ApiContext, lines: AsyncGenerator<BatchLine, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      try {
        const { value, done } = await lines.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(`${JSON.stringify(checkAnswer(batchLineSchema, value))}\n`))
      } catch (error) {
        await logFailure(toAppError(error), error, c)
        // The status has gone out already: a stream that breaks off is how the reader learns of it.
        controller.error(error)
      }
    },
    async cancel() {
      await lines.return()
    },
  })
}
