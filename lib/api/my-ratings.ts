// The ratings of the person who asks: read, given, taken back.
import { z } from '@hono/zod-openapi'
import { ratingInputSchema, ratingPageSchema, ratingSchema, starsSchema } from '@/lib/schemas/rating'
import { findRating, listRatings } from '@/lib/services/people/my-ratings'
import { clearRating, rateMovie } from '@/lib/services/people/rate-movie'
import { operation } from './admit'
import { requireJsonBody } from './body'
import type { Api } from './context'
import { fieldsParam, pickItems, sparseItems } from './fields'
import { cursorParam, idParam, limitParam, query } from './params'
import { findViewer, writeAsPerson } from './person'
import { checkAnswer, jsonBody, jsonContent, problems } from './responses'

const movieParams = z.object({ movieId: idParam('MovieLens movie id.', 1) })

export const myStarsSchema = z.object({ stars: starsSchema.nullable() })

const list = operation('read', {
  method: 'get',
  path: '/me/ratings',
  tags: ['Me'],
  summary: 'My ratings, newest first',
  request: {
    query: query({
      cursor: cursorParam('WyIyMDI2LTExLTIyVDE4OjMxOjAyLjAwMFoiLDMxOF0'),
      limit: limitParam,
      fields: fieldsParam(ratingSchema),
    }),
  },
  responses: {
    200: jsonContent(sparseItems(ratingPageSchema, ratingSchema), 'One page of ratings.'),
    ...problems('invalid'),
  },
})

const one = operation('read', {
  method: 'get',
  path: '/me/ratings/{movieId}',
  tags: ['Me'],
  summary: 'My stars for one movie',
  request: { params: movieParams },
  responses: {
    200: jsonContent(myStarsSchema, 'The stars, or null when I have not rated it.'),
    ...problems('not_found', 'invalid'),
  },
})

const rate = operation('write', {
  method: 'put',
  path: '/me/ratings/{movieId}',
  tags: ['Me'],
  summary: 'Rate a movie, or change my rating',
  description: 'Sending the same stars again changes nothing. The first write sets the guest cookie.',
  middleware: requireJsonBody,
  request: { params: movieParams, body: jsonBody(ratingInputSchema) },
  responses: {
    200: jsonContent(ratingSchema, 'The rating as it is kept.'),
    ...problems(
      'bad_request',
      'forbidden_origin',
      'not_found',
      'payload_too_large',
      'unsupported_media_type',
      'invalid',
    ),
  },
})

const clear = operation('write', {
  method: 'delete',
  path: '/me/ratings/{movieId}',
  tags: ['Me'],
  summary: 'Take my rating back',
  description: 'Also succeeds when there is none.',
  request: { params: movieParams },
  responses: {
    204: { description: 'There is no rating of mine any more.' },
    ...problems('forbidden_origin', 'not_found', 'payload_too_large', 'invalid'),
  },
})

export function addMyRatingRoutes(api: Api): void {
  api.openapi(list, async (c) => {
    const host = await c.var.getHost()
    const { fields, ...wanted } = c.req.valid('query')
    const page = await listRatings(host, await findViewer(c, host), wanted)
    return c.json(pickItems(checkAnswer(ratingPageSchema, page), fields), 200)
  })

  api.openapi(one, async (c) => {
    const host = await c.var.getHost()
    const stars = await findRating(host, await findViewer(c, host), c.req.valid('param').movieId)
    return c.json(checkAnswer(myStarsSchema, { stars }), 200)
  })

  api.openapi(rate, async (c) => {
    const host = await c.var.getHost()
    const { movieId } = c.req.valid('param')
    const { stars } = c.req.valid('json')
    // Refuses an unknown movie before a person is made for it.
    await findRating(host, null, movieId)
    const rating = await writeAsPerson(c, host, (person) => rateMovie(host, person, movieId, stars))
    return c.json(checkAnswer(ratingSchema, rating), 200)
  })

  api.openapi(clear, async (c) => {
    const host = await c.var.getHost()
    const { movieId } = c.req.valid('param')
    const person = await findViewer(c, host)
    // Somebody without a person has no rating, but an unknown movie is a mistake for them as well.
    if (person) await clearRating(host, person, movieId)
    else await findRating(host, null, movieId)
    return c.body(null, 204)
  })
}
