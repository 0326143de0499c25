// Users of the crowd: who they are, who is like them, and what would be recommended to them.
import { z } from '@hono/zod-openapi'
import { recommendationSchema, recommendedItemSchema } from '@/lib/schemas/recommendation'
import {
  neighbourListSchema,
  neighbourSchema,
  userDetailSchema,
  userPageSchema,
  userSummarySchema,
} from '@/lib/schemas/user'
import { listNeighbours, requireUser } from '@/lib/services/people/get-user'
import { pageUsers } from '@/lib/services/people/page-users'
import { recommendForUser } from '@/lib/services/recommend/recommend-for-user'
import { operation } from './admit'
import { answerTagged, cacheable, notModified } from './cacheable'
import { answerRecommendation } from './answer-recommendation'
import type { Api } from './context'
import { fieldsParam, pick, pickItems, sparse, sparseItems } from './fields'
import { cursorParam, filterParams, idParam, integerParam, kParam, limitParam, methodParam, query } from './params'
import { findViewer } from './person'
import { checkAnswer, jsonContent, problems } from './responses'

const userParams = z.object({ userId: idParam('MovieLens user id.', 7) })

const list = operation('read', {
  method: 'get',
  path: '/users',
  tags: ['Users'],
  summary: 'The users of the data set, in order of their ids',
  middleware: cacheable(),
  request: { query: query({ cursor: cursorParam('dTI1'), limit: limitParam, fields: fieldsParam(userSummarySchema) }) },
  responses: {
    200: jsonContent(sparseItems(userPageSchema, userSummarySchema), 'One page of users.'),
    ...notModified,
    ...problems('invalid'),
  },
})

const detail = operation('read', {
  method: 'get',
  path: '/users/{userId}',
  tags: ['Users'],
  summary: 'One user: how they rate, and what they like',
  middleware: cacheable(),
  request: { params: userParams, query: query({ fields: fieldsParam(userDetailSchema) }) },
  responses: {
    200: jsonContent(sparse(userDetailSchema), 'The user by what they rated.'),
    ...notModified,
    ...problems('not_found', 'invalid'),
  },
})

const neighbours = operation('read', {
  method: 'get',
  path: '/users/{userId}/neighbours',
  tags: ['Users'],
  summary: 'The users whose taste is nearest',
  description: 'As `user-knn` finds them; fewer than asked for when fewer are alike at all.',
  middleware: cacheable(),
  request: {
    params: userParams,
    query: query({
      k: integerParam({ min: 1, max: 100, description: 'How many neighbours.', example: 10, fallback: 10 }),
      fields: fieldsParam(neighbourSchema),
    }),
  },
  responses: {
    200: jsonContent(sparseItems(neighbourListSchema, neighbourSchema), 'The neighbours, most similar first.'),
    ...notModified,
    ...problems('not_found', 'invalid'),
  },
})

const recommendations = operation('read', {
  method: 'get',
  path: '/users/{userId}/recommendations',
  tags: ['Recommendations'],
  summary: 'Recommendations for a MovieLens user',
  request: {
    params: userParams,
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
      'Movies that this user has not rated, best first.',
    ),
    ...problems('not_found', 'invalid'),
  },
})

export function addUserRoutes(api: Api): void {
  api.openapi(list, async (c) => {
    const { fields, ...wanted } = c.req.valid('query')
    const page = await pageUsers(await c.var.getHost(), wanted)
    return answerTagged(c, pickItems(checkAnswer(userPageSchema, page), fields))
  })

  api.openapi(detail, async (c) => {
    const user = await requireUser(await c.var.getHost(), c.req.valid('param').userId)
    return answerTagged(c, pick(checkAnswer(userDetailSchema, user), c.req.valid('query').fields))
  })

  api.openapi(neighbours, async (c) => {
    const { userId } = c.req.valid('param')
    const { k, fields } = c.req.valid('query')
    const items = await listNeighbours(await c.var.getHost(), userId, k)
    return answerTagged(c, pickItems(checkAnswer(neighbourListSchema, { items }), fields))
  })

  api.openapi(recommendations, async (c) => {
    const host = await c.var.getHost()
    const viewer = await findViewer(c, host)
    const { fields, ...wanted } = c.req.valid('query')
    const answer = await recommendForUser(host, { ...c.req.valid('param'), ...wanted, viewer })
    return answerRecommendation(c, answer, fields)
  })
}
