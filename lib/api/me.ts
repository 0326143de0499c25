// What is recommended to the person who asks. Their ratings are in my-ratings.ts.
import { z } from '@hono/zod-openapi'
import { movieListItemSchema } from '@/lib/schemas/movie'
import { recommendationSchema, recommendedItemSchema } from '@/lib/schemas/recommendation'
import { suggestFilmsToRate } from '@/lib/services/catalogue/films-to-rate'
import { recommendForPerson } from '@/lib/services/recommend/recommend-for-person'
import { operation } from './admit'
import { answerRecommendation } from './answer-recommendation'
import type { Api } from './context'
import { fieldsParam, pickItems, sparseItems } from './fields'
import { filterParams, integerParam, kParam, methodParam, movieIdsParam, query } from './params'
import { findViewer } from './person'
import { checkAnswer, jsonContent, problems } from './responses'

export const filmsToRateSchema = z.object({ items: z.array(movieListItemSchema) })

const recommendations = operation('read', {
  method: 'get',
  path: '/me/recommendations',
  tags: ['Me'],
  summary: 'Recommendations from my own ratings',
  description: 'Follows every star at once. Without ratings only `popularity` and `svd` have something to say.',
  request: {
    query: query({
      method: methodParam.default('champion'),
      k: kParam,
      ...filterParams,
      fields: fieldsParam(recommendedItemSchema),
    }),
  },
  responses: {
    200: jsonContent(
      sparseItems(recommendationSchema, recommendedItemSchema),
      'Movies that I have not rated or hidden, best first.',
    ),
    ...problems('invalid'),
  },
})

const filmsToRate = operation('read', {
  method: 'get',
  path: '/me/films-to-rate',
  tags: ['Me'],
  summary: 'Well-known and varied films that I have not rated',
  request: {
    query: query({
      skip: movieIdsParam('Movies not to suggest: their ids with commas between them.', '1,318').optional(),
      n: integerParam({ min: 1, max: 50, description: 'How many films.', example: 12, fallback: 12 }),
      fields: fieldsParam(movieListItemSchema),
    }),
  },
  responses: {
    200: jsonContent(sparseItems(filmsToRateSchema, movieListItemSchema), 'Films to give the first stars to.'),
    ...problems('invalid'),
  },
})

export function addMeRoutes(api: Api): void {
  api.openapi(recommendations, async (c) => {
    const host = await c.var.getHost()
    const person = await findViewer(c, host)
    const { fields, ...wanted } = c.req.valid('query')
    const answer = await recommendForPerson(host, { person, ...wanted })
    return answerRecommendation(c, answer, fields)
  })

  api.openapi(filmsToRate, async (c) => {
    const host = await c.var.getHost()
    const { n, skip = [], fields } = c.req.valid('query')
    const items = await suggestFilmsToRate(host, await findViewer(c, host), { n, skip })
    return c.json(pickItems(checkAnswer(filmsToRateSchema, { items }), fields), 200)
  })
}
