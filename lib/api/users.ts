// Users of the crowd: what would be recommended to them.
import { createRoute, z } from '@hono/zod-openapi'
import { recommendationSchema } from '@/lib/schemas/recommendation'
import { recommendForUser } from '@/lib/services/recommend-for-user'
import type { Api } from './context'
import { idParam, kParam, methodParam, query } from './params'
import { findViewer } from './person'
import { checkAnswer, jsonContent, problems } from './responses'

const recommendations = createRoute({
  method: 'get',
  path: '/users/{userId}/recommendations',
  tags: ['Recommendations'],
  summary: 'Recommendations for a MovieLens user',
  request: {
    params: z.object({ userId: idParam('MovieLens user id.', 7) }),
    query: query({ method: methodParam.default('user-knn'), k: kParam }),
  },
  responses: {
    200: jsonContent(recommendationSchema, 'Movies that this user has not rated, best first.'),
    ...problems('not_found', 'invalid'),
  },
})

export function addUserRoutes(api: Api): void {
  api.openapi(recommendations, async (c) => {
    const host = await c.var.getHost()
    const viewer = await findViewer(c, host)
    const answer = await recommendForUser(host, { ...c.req.valid('param'), ...c.req.valid('query'), viewer })
    return c.json(checkAnswer(recommendationSchema, answer), 200)
  })
}
