// For whoever watches this process: does it live, and can it serve?
import { createRoute, z } from '@hono/zod-openapi'
import { AppError } from '@/lib/errors/app-error'
import { describeCrowd } from '@/lib/services/people/get-user'
import type { Host } from '@/lib/services/host/host'
import { listMethods } from '@/lib/services/recommend/list-methods'
import type { Api, ApiContext } from './context'
import { describeProblem, logFailure, pathOf, PROBLEM_JSON, problemSchema } from './problem'
import { checkAnswer, failures, jsonContent } from './responses'

const DATABASE_TIMEOUT_MS = 2000

export const aliveSchema = z.object({ status: z.literal('alive') })

const checksSchema = z.object({
  database: z.boolean().meta({ description: 'Answers within two seconds.' }),
  engine: z.boolean().meta({ description: 'The catalogue and the crowd are in memory.' }),
  methods: z.record(z.string(), z.boolean()).meta({ description: 'Which methods can recommend.' }),
})
type Checks = z.infer<typeof checksSchema>

export const readySchema = z.object({
  status: z.literal('ready'),
  checks: checksSchema,
  catalogue: z.object({
    dataSet: z.string(),
    synthetic: z.boolean(),
    nMovies: z.number().int(),
    nUsers: z.number().int(),
    nRatings: z.number().int(),
  }),
})

export const notReadySchema = problemSchema.extend({ checks: checksSchema })

const health = createRoute({
  method: 'get',
  path: '/health',
  tags: ['Operation'],
  summary: 'Is the process alive?',
  responses: { 200: jsonContent(aliveSchema, 'It answers.'), ...failures('internal') },
})

const ready = createRoute({
  method: 'get',
  path: '/ready',
  tags: ['Operation'],
  summary: 'Can it serve?',
  responses: {
    ...failures('internal'),
    200: jsonContent(readySchema, 'It can: database, engine and at least one method are there.'),
    503: {
      description: 'Not now; `checks` says what is missing.',
      content: { [PROBLEM_JSON]: { schema: notReadySchema } },
    },
  },
})

export function addHealthRoutes(api: Api): void {
  api.openapi(health, (c) => c.json({ status: 'alive' as const }, 200))

  api.openapi(ready, async (c) => {
    const host = await c.var.getHost().catch((error: unknown) => reportUnready(error, c))
    const checks = await checkHost(host, c)
    const missing = missingFor(checks)
    if (!host || missing.length) {
      const problem = describeProblem(new AppError('not_ready', `Not ready: ${missing.join('; ')}.`), pathOf(c))
      return c.json(checkAnswer(notReadySchema, { ...problem, checks }), 503, { 'Content-Type': PROBLEM_JSON })
    }
    const { dataSet, synthetic, nMovies, nRatings, count } = describeCrowd(host)
    const catalogue = { dataSet, synthetic, nMovies, nUsers: count, nRatings }
    return c.json(checkAnswer(readySchema, { status: 'ready', checks, catalogue }), 200)
  })
}

async function checkHost(host: Host | null, c: ApiContext): Promise<Checks> {
  if (!host) return { database: false, engine: false, methods: {} }
  return {
    database: await answers(host, c),
    engine: host.engine !== null,
    methods: Object.fromEntries(listMethods(host).map((method) => [method.name, method.ready])),
  }
}

function missingFor({ database, engine, methods }: Checks): string[] {
  const missing: string[] = []
  if (!database) missing.push('the database does not answer')
  if (!engine) missing.push('the catalogue is still being loaded')
  else if (!Object.values(methods).includes(true)) missing.push('no method is trained yet')
  return missing
}

async function answers(host: Host, c: ApiContext): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The database took too long.')), DATABASE_TIMEOUT_MS)
  })
  try {
    await Promise.race([host.db.pool.query('SELECT 1'), tooLate])
    return true
  } catch (error) {
    await reportUnready(error, c)
    return false
  } finally {
    clearTimeout(timer)
  }
}

/** Not ready is an answer here, not a failure; the cause goes to the log. */
async function reportUnready(error: unknown, c: ApiContext): Promise<null> {
  await logFailure(new AppError('not_ready', 'not ready'), error, c)
  return null
}
