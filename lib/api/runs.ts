// Trainings, and which of them serve: for whoever watches this installation from outside. Read only.
import { z } from '@hono/zod-openapi'
import { modelListSchema, runDetailSchema, runListSchema, runSchema } from '@/lib/schemas/run'
import { listModels } from '@/lib/services/runs/list-models'
import { pageRuns, requireRun } from '@/lib/services/runs/list-runs'
import { operation } from './admit'
import { answerTagged, cacheable, notModified } from './cacheable'
import type { Api } from './context'
import { fieldsParam, pick, pickItems, sparse, sparseItems } from './fields'
import { cursorParam, integerParam, methodParam, query } from './params'
import { checkAnswer, jsonContent, problems } from './responses'

const runs = operation('read', {
  method: 'get',
  path: '/runs',
  tags: ['Models'],
  summary: 'Trainings, newest first',
  middleware: cacheable('no-cache'),
  request: {
    query: query({
      model: methodParam.optional(),
      cursor: cursorParam('cjE3OTU0Mzg2MDAwMDAuMDE5MGYzYTAtMWM3ZS03YjUyLThmMGUtNWE5ZDNjNGIyZTEw'),
      limit: integerParam({ min: 1, max: 100, description: 'How many at most.', example: 20, fallback: 20 }),
      fields: fieldsParam(runSchema),
    }),
  },
  responses: {
    200: jsonContent(sparseItems(runListSchema, runSchema), 'One page of trainings.'),
    ...notModified,
    ...problems('invalid'),
  },
})

const run = operation('read', {
  method: 'get',
  path: '/runs/{runId}',
  tags: ['Models'],
  summary: 'One training: configuration, figures with intervals, learning curves, moves of its names',
  middleware: cacheable('no-cache'),
  request: {
    query: query({ fields: fieldsParam(runDetailSchema) }),
    params: z.object({
      runId: z.uuid('Expected the id of a run (UUID).').meta({
        description: 'The id of a run.',
        type: 'string',
        examples: ['0190f3a0-1c7e-7b52-8f0e-5a9d3c4b2e10'],
      }),
    }),
  },
  responses: {
    200: jsonContent(sparse(runDetailSchema), 'The training.'),
    ...notModified,
    ...problems('not_found', 'invalid'),
  },
})

const models = operation('read', {
  method: 'get',
  path: '/models',
  tags: ['Models'],
  summary: 'Every model, the run of each that is in memory, and who is champion and challenger',
  middleware: cacheable('no-cache'),
  responses: {
    200: jsonContent(modelListSchema, 'The models in the order in which they are offered.'),
    ...notModified,
    ...problems(),
  },
})

export function addRunRoutes(api: Api): void {
  api.openapi(runs, async (c) => {
    const { db } = await c.var.getHost()
    const { fields, ...wanted } = c.req.valid('query')
    const page = checkAnswer(runListSchema, await pageRuns(db, wanted))
    return answerTagged(c, pickItems(page, fields))
  })

  api.openapi(run, async (c) => {
    const { db } = await c.var.getHost()
    const answer = await requireRun(db, c.req.valid('param').runId)
    return answerTagged(c, pick(checkAnswer(runDetailSchema, answer), c.req.valid('query').fields))
  })

  api.openapi(models, async (c) => {
    const answer = await listModels(await c.var.getHost())
    return answerTagged(c, checkAnswer(modelListSchema, answer))
  })
}
