'use server'
// What an operator does with runs: promote, roll back, train, cancel, measure.
import { z } from 'zod'
import type { ActionResult } from '@/lib/schemas/action'
import { aliasSchema, runIdSchema, type Alias } from '@/lib/schemas/run'
import { promoteRun, rollbackChampion } from '@/lib/services/runs/promote-run'
import { askForFigures, cancelRun, queueTraining } from '@/lib/services/runs/queue-training'
import { runAction } from './run-action'

const MOST_TEXT = 500
const reasonSchema = z.string().trim().min(3, 'Say why, in a few words.').max(MOST_TEXT)

const promoteSchema = z.object({ runId: runIdSchema, alias: aliasSchema, forceReason: reasonSchema.optional() })

export async function promoteRunAction(input: {
  runId: string
  alias: Alias
  forceReason?: string
}): Promise<ActionResult<{ model: string }>> {
  return runAction(promoteSchema, input, async (host, wish) => {
    const { model } = await promoteRun(host, { ...wish, movedBy: 'studio' })
    return { model }
  })
}

export async function rollbackAction(): Promise<ActionResult<{ model: string }>> {
  return runAction(z.object({}), {}, async (host) => {
    const { model } = await rollbackChampion(host, { movedBy: 'studio' })
    return { model }
  })
}

const configSchema = z
  .string()
  .max(20_000, 'Expected at most 20,000 characters.')
  .transform((text, context) => {
    try {
      return JSON.parse(text.trim() || '{}') as unknown
    } catch {
      context.addIssue({ code: 'custom', message: 'This is not JSON. Expected e.g. {"k": 50}.' })
      return z.NEVER
    }
  })

const trainSchema = z.object({
  model: z.string().min(1).max(40),
  config: configSchema,
  seed: z.coerce
    .number<string>('Expected a whole number.')
    .int('Expected a whole number.')
    .min(0, 'Expected 0 or more.')
    .max(2_147_483_647, 'Expected at most 2,147,483,647.'),
})

export async function queueTrainingAction(input: {
  model: string
  config: string
  seed: string
}): Promise<ActionResult<{ runId: string }>> {
  return runAction(trainSchema, input, (host, wish) => queueTraining(host.db, wish))
}

const runSchema = z.object({ runId: runIdSchema })

export async function cancelRunAction(input: { runId: string }): Promise<ActionResult<null>> {
  return runAction(runSchema, input, async (host, { runId }) => {
    await cancelRun(host.db, runId)
    return null
  })
}

const measureSchema = z.object({ runIds: z.array(runIdSchema).min(1).max(2) })

export async function measureRunsAction(input: { runIds: string[] }): Promise<ActionResult<null>> {
  return runAction(measureSchema, input, async (host, { runIds }) => {
    await askForFigures(host.db, runIds)
    return null
  })
}
