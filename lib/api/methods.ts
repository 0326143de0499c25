// The methods somebody may choose from.
import { z } from '@hono/zod-openapi'
import { methodInfoSchema } from '@/lib/schemas/recommendation'
import { listMethods } from '@/lib/services/recommend/list-methods'
import { operation } from './admit'
import { answerTagged, cacheable, notModified } from './cacheable'
import type { Api } from './context'
import { checkAnswer, jsonContent, problems } from './responses'

export const methodListSchema = z.object({ items: z.array(methodInfoSchema) })

const list = operation('read', {
  method: 'get',
  path: '/methods',
  tags: ['Recommendations'],
  summary: 'The methods that can recommend',
  middleware: cacheable('no-cache'),
  responses: {
    200: jsonContent(methodListSchema, 'Every method, and whether it is ready.'),
    ...notModified,
    ...problems(),
  },
})

export function addMethodRoutes(api: Api): void {
  api.openapi(list, async (c) => {
    const items = listMethods(await c.var.getHost())
    return answerTagged(c, checkAnswer(methodListSchema, { items }))
  })
}
