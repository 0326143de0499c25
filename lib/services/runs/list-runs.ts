// Runs as they are shown: with their names, their figures, and whether they fit the present data.
import { listAliases, listMoves, type AliasPosition } from '@/lib/db/aliases'
import type { Db } from '@/lib/db/client'
import { findRun, listLatestRuns, type ModelRun, type RunPlace } from '@/lib/db/model-runs'
import { listEvaluations, type StoredEvaluation } from '@/lib/db/run-evaluations'
import { readFingerprint } from '@/lib/db/training-data'
import { AppError } from '@/lib/errors/app-error'
import {
  curvePointSchema,
  estimateSchema,
  runIdSchema,
  type Alias,
  type AliasMove,
  type Run,
  type RunDetail,
  type RunEvaluation,
  type RunPage,
} from '@/lib/schemas/run'
import { findRecipe } from '../training/artefact-keys'

const MOST_MOVES = 200
/** In the order in which they are shown. */
const METRICS: readonly string[] = [
  ...['NDCG@10', 'Recall@10', 'HR@10', 'MRR@10', 'NDCG@100', 'Recall@100'],
  ...['Coverage@10', 'Novelty@10', 'Diversity@10', 'Gini@10'],
]

/** Newest first. */
export async function listRuns(db: Db, { limit, model }: { limit: number; model?: string }): Promise<Run[]> {
  return describeRuns(db, await listLatestRuns(db, limit, { model }))
}

/** Newest first, page by page. @throws AppError('invalid') for a cursor that is not ours. */
export async function pageRuns(
  db: Db,
  { limit, model, cursor }: { limit: number; model?: string; cursor?: string },
): Promise<RunPage> {
  const after = cursor === undefined ? undefined : parseCursor(cursor)
  const rows = await listLatestRuns(db, limit + 1, { model, after })
  const page = rows.slice(0, limit)
  return {
    items: await describeRuns(db, page),
    nextCursor: rows.length > limit ? cursorOf(page[page.length - 1]) : undefined,
  }
}

const cursorOf = ({ startedAt, id }: RunPlace) => Buffer.from(`r${startedAt.getTime()}.${id}`).toString('base64url')

function parseCursor(cursor: string): RunPlace {
  const [, time, id] = /^r(\d{1,15})\.(.{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (runIdSchema.safeParse(id).success) return { startedAt: new Date(Number(time)), id }
  throw new AppError('invalid', 'This cursor is not one of ours. Pass the nextCursor of the page before, unchanged.', {
    fieldErrors: { cursor: ['Pass the nextCursor of the page before.'] },
  })
}

/** Those with a name first, then the newest. */
export async function listRunsWithAliases(db: Db, limit: number): Promise<Run[]> {
  const [latest, aliases] = await Promise.all([listLatestRuns(db, limit), listAliases(db)])
  const known = new Set(latest.map(({ id }) => id))
  const missing = await Promise.all(
    aliases.filter(({ runId }) => !known.has(runId)).map(({ runId }) => findRun(db, runId)),
  )
  const runs = await describeRuns(db, [...latest, ...missing.filter((run) => run !== null)])
  const rank = ({ aliases: names }: Run) => (names.includes('champion') ? 0 : names.length ? 1 : 2)
  return runs.sort((a, b) => rank(a) - rank(b))
}

/** @param id a whole id, or the beginning or the end of one that no other run has. @throws AppError('not_found' | 'invalid') */
export async function requireRun(db: Db, id: string): Promise<RunDetail> {
  const row = await requireRunRow(db, id)
  const [[run], moves] = await Promise.all([describeRuns(db, [row]), listMoves(db, MOST_MOVES)])
  return {
    ...run,
    curves: curvePointSchema.array().catch([]).parse(row.curves),
    moves: moves.filter((move) => move.fromRunId === row.id || move.toRunId === row.id).map(describeMove),
  }
}

export async function requireRunRow(db: Db, id: string): Promise<ModelRun> {
  const found = await findByBeginning(db, id)
  if (found.length === 1) return found[0]
  if (found.length > 1) throw new AppError('invalid', `Several runs have "${id}" in their id. Give more of it.`)
  throw new AppError('not_found', `There is no run ${id}. marquee runs list shows them.`)
}

async function findByBeginning(db: Db, id: string): Promise<ModelRun[]> {
  if (runIdSchema.safeParse(id).success) {
    const run = await findRun(db, id.toLowerCase())
    return run ? [run] : []
  }
  if (!/^[0-9a-f-]{4,35}$/i.test(id)) return []
  const { rows } = await db.pool.query<{ id: string }>(
    `SELECT id FROM model_runs WHERE id::text LIKE $1 || '%' OR id::text LIKE '%' || $1 LIMIT 2`,
    [id.toLowerCase()],
  )
  const runs = await Promise.all(rows.map((row) => findRun(db, row.id)))
  return runs.filter((run) => run !== null)
}

export const describeMove = (move: Awaited<ReturnType<typeof listMoves>>[number]): AliasMove => ({
  ...move,
  movedAt: move.movedAt.toISOString(),
})

async function describeRuns(db: Db, rows: readonly ModelRun[]): Promise<Run[]> {
  const [aliases, evaluations, fingerprint] = await Promise.all([
    listAliases(db),
    listEvaluations(
      db,
      rows.map(({ id }) => id),
    ),
    readFingerprint(db),
  ])
  // Newest first, so the first of a run is its newest.
  const newest = new Map(evaluations.toReversed().map((evaluation) => [evaluation.runId, evaluation]))
  return rows.map((row) =>
    describeRun(row, { aliases: namesOf(aliases, row.id), evaluation: newest.get(row.id), fingerprint }),
  )
}

const namesOf = (aliases: readonly AliasPosition[], id: string) =>
  aliases.filter(({ runId }) => runId === id).map(({ alias }) => alias)

function describeRun(
  row: ModelRun,
  { aliases, evaluation, fingerprint }: { aliases: Alias[]; evaluation?: StoredEvaluation; fingerprint: string },
): Run {
  // A parsed configuration has its fields in the order of its schema, a stored one has not.
  const config = findRecipe(row)?.config ?? row.config
  const { id, model, status, progress, seed, codeVersion, requestedBy, snapshotFingerprint, error } = row
  return {
    ...{ id, model, status, progress, aliases, config, seed, codeVersion, requestedBy, snapshotFingerprint, error },
    current: snapshotFingerprint === fingerprint,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    fitSeconds: row.fitSeconds,
    peakBytes: row.peakBytes === null ? null : Number(row.peakBytes),
    facts: numbersOf(row.metrics),
    evaluation: evaluation ? describeEvaluation(evaluation) : null,
  }
}

function describeEvaluation({ runId: _, seed: __, ...evaluation }: StoredEvaluation): RunEvaluation {
  const metrics = Object.entries(evaluation.metrics ?? {}).flatMap(([name, estimate]) => {
    const parsed = estimateSchema.safeParse(estimate)
    return parsed.success ? [[name, parsed.data] as const] : []
  })
  // Stored JSON has lost their order.
  const rank = (name: string) => (METRICS.includes(name) ? METRICS.indexOf(name) : METRICS.length)
  metrics.sort(([a], [b]) => rank(a) - rank(b))
  return { ...evaluation, metrics: Object.fromEntries(metrics), measuredAt: evaluation.measuredAt.toISOString() }
}

function numbersOf(value: unknown): Record<string, number> {
  const entries = Object.entries(value ?? {}).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
  return Object.fromEntries(entries)
}
