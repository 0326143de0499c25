// The installation in numbers.
import { statsSchema } from '@/lib/schemas/catalogue'
import { getStats } from '@/lib/services/studio/get-stats'
import { operation } from './admit'
import { answerTagged, cacheable, notModified } from './cacheable'
import type { Api } from './context'
import { checkAnswer, jsonContent, problems } from './responses'

const stats = operation('read', {
  method: 'get',
  path: '/stats',
  tags: ['Operation'],
  summary: 'Crowd, people, and the use of each method in numbers',
  middleware: cacheable('no-cache'),
  responses: { 200: jsonContent(statsSchema, 'As of now.'), ...notModified, ...problems() },
})

export function addStatsRoutes(api: Api): void {
  api.openapi(stats, async (c) => {
    const answer = await getStats(await c.var.getHost())
    return answerTagged(c, checkAnswer(statsSchema, answer))
  })
}
