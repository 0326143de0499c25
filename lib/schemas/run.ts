// Runs and the names they are known by, as the operator's pages, the API and the command line show them.
import { z } from 'zod'

export const RUN_STATUSES = ['queued', 'running', 'finished', 'failed', 'cancelled'] as const
export type RunStatus = (typeof RUN_STATUSES)[number]
export const ALIASES = ['champion', 'challenger'] as const
export const aliasSchema = z.enum(ALIASES)
export type Alias = z.infer<typeof aliasSchema>

/** A figure with its 95 % interval; null where resampling people says nothing about it. */
export const estimateSchema = z.object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() })
export type EstimateDto = z.infer<typeof estimateSchema>

export const runEvaluationSchema = z.object({
  /** Runs with the same split were asked the same about the same people. */
  split: z.string(),
  protocol: z.string(),
  description: z.string(),
  people: z.number().int(),
  metrics: z.record(z.string(), estimateSchema),
  seconds: z.number(),
  measuredAt: z.iso.datetime(),
})
export type RunEvaluation = z.infer<typeof runEvaluationSchema>

export const runSchema = z.object({
  id: z.string(),
  model: z.string(),
  status: z.enum(RUN_STATUSES),
  /** 0…1 of the fit. */
  progress: z.number(),
  aliases: z.array(aliasSchema),
  config: z.unknown(),
  seed: z.number().int(),
  codeVersion: z.string(),
  requestedBy: z.string(),
  snapshotFingerprint: z.string(),
  /** Whether it was fitted on the data as they are now. */
  current: z.boolean(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  fitSeconds: z.number().nullable(),
  peakBytes: z.number().nullable(),
  error: z.string().nullable(),
  /** Counts of what it was fitted on, and the weights of a blend. */
  facts: z.record(z.string(), z.number()),
  /** The newest; null until it was measured. */
  evaluation: runEvaluationSchema.nullable(),
})
export type Run = z.infer<typeof runSchema>

export const runListSchema = z.object({ items: z.array(runSchema), nextCursor: z.string().optional() })
export type RunPage = z.infer<typeof runListSchema>

export const curvePointSchema = z.object({ name: z.string(), step: z.number(), value: z.number() })
export type CurvePoint = z.infer<typeof curvePointSchema>

export const moveSchema = z.object({
  alias: aliasSchema,
  fromRunId: z.string().nullable(),
  toRunId: z.string().nullable(),
  movedBy: z.string(),
  movedAt: z.iso.datetime(),
  reason: z.string(),
  forced: z.boolean(),
  kind: z.enum(['first', 'promotion', 'rollback', 'refit']),
})
export type AliasMove = z.infer<typeof moveSchema>

export const runDetailSchema = runSchema.extend({
  curves: z.array(curvePointSchema),
  /** The moves of aliases to and from this run, newest first. */
  moves: z.array(moveSchema),
})
export type RunDetail = z.infer<typeof runDetailSchema>

/** One figure of two runs, person by person. */
export const pairedSchema = z.object({
  metric: z.string(),
  /** Mean over people of a − b, with its paired 95 % interval. */
  difference: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  people: z.number().int(),
  aAhead: z.number().int(),
  bAhead: z.number().int(),
  /** Wilcoxon signed-rank, two-sided. */
  p: z.number(),
})
export type Paired = z.infer<typeof pairedSchema>

export interface RunComparison {
  a: RunDetail
  b: RunDetail
  /** Empty where the two were not measured on one split. */
  paired: Paired[]
  /** The split that both share. */
  split: { description: string; people: number } | null
}

/** What the gate says of a promotion. */
export interface Verdict {
  decision: 'first' | 'same' | 'better' | 'as good' | 'worse' | 'unmeasured' | 'stale'
  allowed: boolean
  /** Whether a reason can open it all the same. */
  forceable: boolean
  sentence: string
  paired: Paired | null
}

export const runIdSchema = z.uuid('Expected the id of a run (UUID).')

/** A model as the installation has it: who serves it, and which names it has. */
export const modelSchema = z.object({
  name: z.string(),
  label: z.string(),
  description: z.string(),
  ready: z.boolean(),
  /** The run in memory; null while it is not ready. */
  runId: z.string().nullable(),
  champion: z.boolean(),
  challenger: z.boolean(),
})
export type Model = z.infer<typeof modelSchema>
export const modelListSchema = z.object({
  items: z.array(modelSchema),
  aliases: z.array(z.object({ alias: aliasSchema, runId: z.string(), model: z.string(), movedAt: z.iso.datetime() })),
})
export type ModelList = z.infer<typeof modelListSchema>

/** A model that can be trained, with its defaults as JSON. */
export interface Trainable {
  name: string
  label: string
  config: string
}
