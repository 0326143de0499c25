// Trainings, and which of them serve: for whoever watches this installation from outside. Read only.
import { z } from '@hono/zod-openapi'
import { modelListSchema, runDetailSchema, runListSchema } from '@/lib/schemas/run'
import { listModels } from '@/lib/services/runs/list-models'
import { listRuns, requireRun } from '@/lib/services/runs/list-runs'
import { operation } from './admit'
import type { Api } from './context'
import { integerParam, methodParam, query } from './params'
import { checkAnswer, jsonContent, problems } from './responses'

const runs = operation('read', {
  method: 'get',
  path: '/runs',
  tags: ['Models'],
  summary: 'Trainings, newest first',
  request: {
    query: query({
      model: methodParam.optional(),
      limit: integerParam({ min: 1, max: 100, description: 'How many at most.', example: 20, fallback: 20 }),
    }),
  },
  responses: { 200: jsonContent(runListSchema, 'The newest trainings.'), ...problems('invalid') },
})

const run = operation('read', {
  method: 'get',
  path: '/runs/{runId}',
  tags: ['Models'],
  summary: 'One training: configuration, figures with intervals, learning curves, moves of its names',
  request: {
    params: z.object({
      runId: z.uuid('Expected the id of a run (UUID).').meta({
        description: 'The id of a run.',
        type: 'string',
        examples: ['0190f3a0-1c7e-7b52-8f0e-5a9d3c4b2e10'],
      }),
    }),
  },
  responses: { 200: jsonContent(runDetailSchema, 'The training.'), ...problems('not_found', 'invalid') },
})

const models = operation('read', {
  method: 'get',
  path: '/models',
  tags: ['Models'],
  summary: 'Every model, the run of each that is in memory, and who is champion and challenger',
  responses: { 200: jsonContent(modelListSchema, 'The models in the order in which they are offered.'), ...problems() },
})

export function addRunRoutes(api: Api): void {
  api.openapi(runs, async (c) => {
    const { db } = await c.var.getHost()
    const items = await listRuns(db, c.req.valid('query'))
    return c.json(checkAnswer(runListSchema, { items }), 200)
  })

  api.openapi(run, async (c) => {
    const { db } = await c.var.getHost()
    const answer = await requireRun(db, c.req.valid('param').runId)
    return c.json(checkAnswer(runDetailSchema, answer), 200)
  })

  api.openapi(models, async (c) => {
    const answer = await listModels(await c.var.getHost())
    return c.json(checkAnswer(modelListSchema, answer), 200)
  })
}
