// What is recommended to the person who asks. Their ratings are in my-ratings.ts.
import { createRoute, z } from '@hono/zod-openapi'
import { movieListItemSchema } from '@/lib/schemas/movie'
import { recommendationSchema } from '@/lib/schemas/recommendation'
import { suggestFilmsToRate } from '@/lib/services/films-to-rate'
import { recommendForPerson } from '@/lib/services/recommend-for-person'
import type { Api } from './context'
import { filterParams, integerParam, kParam, methodParam, movieIdsParam, query } from './params'
import { findViewer } from './person'
import { checkAnswer, jsonContent, problems } from './responses'

export const filmsToRateSchema = z.object({ items: z.array(movieListItemSchema) })

const recommendations = createRoute({
  method: 'get',
  path: '/me/recommendations',
  tags: ['Me'],
  summary: 'Recommendations from my own ratings',
  description: 'Follows every star at once. Without ratings only `popularity` and `svd` have something to say.',
  request: { query: query({ method: methodParam.default('champion'), k: kParam, ...filterParams }) },
  responses: {
    200: jsonContent(recommendationSchema, 'Movies that I have not rated or hidden, best first.'),
    ...problems('invalid'),
  },
})

const filmsToRate = createRoute({
  method: 'get',
  path: '/me/films-to-rate',
  tags: ['Me'],
  summary: 'Well-known and varied films that I have not rated',
  request: {
    query: query({
      skip: movieIdsParam('Movies not to suggest: their ids with commas between them.', '1,318').optional(),
      n: integerParam({ min: 1, max: 50, description: 'How many films.', example: 12, fallback: 12 }),
    }),
  },
  responses: {
    200: jsonContent(filmsToRateSchema, 'Films to give the first stars to.'),
    ...problems('invalid'),
  },
})

export function addMeRoutes(api: Api): void {
  api.openapi(recommendations, async (c) => {
    const host = await c.var.getHost()
    const person = await findViewer(c, host)
    const answer = await recommendForPerson(host, { person, ...c.req.valid('query') })
    return c.json(checkAnswer(recommendationSchema, answer), 200)
  })

  api.openapi(filmsToRate, async (c) => {
    const host = await c.var.getHost()
    const { n, skip = [] } = c.req.valid('query')
    const items = await suggestFilmsToRate(host, await findViewer(c, host), { n, skip })
    return c.json(checkAnswer(filmsToRateSchema, { items }), 200)
  })
}
