// Users of the crowd: who they are, who is like them, and what would be recommended to them.
import { createRoute, z } from '@hono/zod-openapi'
import { recommendationSchema } from '@/lib/schemas/recommendation'
import { neighbourListSchema, userDetailSchema, userPageSchema } from '@/lib/schemas/user'
import { listNeighbours, requireUser } from '@/lib/services/get-user'
import { pageUsers } from '@/lib/services/page-users'
import { recommendForUser } from '@/lib/services/recommend-for-user'
import { cacheable, notModified } from './cacheable'
import type { Api } from './context'
import { cursorParam, filterParams, idParam, integerParam, kParam, limitParam, methodParam, query } from './params'
import { findViewer } from './person'
import { checkAnswer, jsonContent, problems } from './responses'

const userParams = z.object({ userId: idParam('MovieLens user id.', 7) })

const list = createRoute({
  method: 'get',
  path: '/users',
  tags: ['Users'],
  summary: 'The users of the data set, in order of their ids',
  middleware: cacheable(),
  request: { query: query({ cursor: cursorParam, limit: limitParam }) },
  responses: { 200: jsonContent(userPageSchema, 'One page of users.'), ...notModified, ...problems('invalid') },
})

const detail = createRoute({
  method: 'get',
  path: '/users/{userId}',
  tags: ['Users'],
  summary: 'One user: how they rate, and what they like',
  middleware: cacheable(),
  request: { params: userParams },
  responses: {
    200: jsonContent(userDetailSchema, 'The user by what they rated.'),
    ...notModified,
    ...problems('not_found', 'invalid'),
  },
})

const neighbours = createRoute({
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
    }),
  },
  responses: {
    200: jsonContent(neighbourListSchema, 'The neighbours, most similar first.'),
    ...notModified,
    ...problems('not_found', 'invalid'),
  },
})

const recommendations = createRoute({
  method: 'get',
  path: '/users/{userId}/recommendations',
  tags: ['Recommendations'],
  summary: 'Recommendations for a MovieLens user',
  request: {
    params: userParams,
    query: query({ method: methodParam.default('champion'), k: kParam, ...filterParams }),
  },
  responses: {
    200: jsonContent(recommendationSchema, 'Movies that this user has not rated, best first.'),
    ...problems('not_found', 'invalid'),
  },
})

export function addUserRoutes(api: Api): void {
  api.openapi(list, async (c) => {
    const page = await pageUsers(await c.var.getHost(), c.req.valid('query'))
    return c.json(checkAnswer(userPageSchema, page), 200)
  })

  api.openapi(detail, async (c) => {
    const user = await requireUser(await c.var.getHost(), c.req.valid('param').userId)
    return c.json(checkAnswer(userDetailSchema, user), 200)
  })

  api.openapi(neighbours, async (c) => {
    const { userId } = c.req.valid('param')
    const items = await listNeighbours(await c.var.getHost(), userId, c.req.valid('query').k)
    return c.json(checkAnswer(neighbourListSchema, { items }), 200)
  })

  api.openapi(recommendations, async (c) => {
    const host = await c.var.getHost()
    const viewer = await findViewer(c, host)
    const answer = await recommendForUser(host, { ...c.req.valid('param'), ...c.req.valid('query'), viewer })
    return c.json(checkAnswer(recommendationSchema, answer), 200)
  })
}
