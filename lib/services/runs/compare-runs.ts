// Two runs side by side: their figures, and where they met the same people, the paired differences.
import type { Db } from '@/lib/db/client'
import { findPersonColumns, listEvaluations, type PersonColumns } from '@/lib/db/run-evaluations'
import { compareOnMetric } from '@/lib/recsys/evaluation/compare'
import { PersonValues } from '@/lib/recsys/evaluation/person-values'
import type { Paired, RunComparison } from '@/lib/schemas/run'
import { requireRun } from './list-runs'

const BOOTSTRAP_SEED = 1

/** @throws AppError('not_found') for a run that is not there. */
export async function compareRuns(db: Db, idA: string, idB: string): Promise<RunComparison> {
  const [a, b] = await Promise.all([requireRun(db, idA), requireRun(db, idB)])
  const shared = await findSharedSplit(db, a.id, b.id)
  const paired = shared ? await pairRuns(db, a.id, b.id, shared.split) : []
  return { a, b, paired, split: shared && { description: shared.description, people: shared.people } }
}

export interface SharedSplit {
  split: string
  description: string
  people: number
}

/** The newest split on which both were measured; null where there is none. */
export async function findSharedSplit(db: Db, a: string, b: string): Promise<SharedSplit | null> {
  const evaluations = await listEvaluations(db, [a, b])
  const ofB = new Set(evaluations.filter(({ runId }) => runId === b).map(({ split }) => split))
  const found = evaluations.find(({ runId, split }) => runId === a && ofB.has(split))
  return found ? { split: found.split, description: found.description, people: found.people } : null
}

/** Every figure that both have of each person. */
export async function pairRuns(db: Db, a: string, b: string, split: string): Promise<Paired[]> {
  const [ofA, ofB] = await Promise.all([findPersonColumns(db, a, split), findPersonColumns(db, b, split)])
  if (!ofA || !ofB) return []
  const figures = Object.keys(ofA.columns).filter((figure) => figure in ofB.columns)
  const contenders = [
    { label: 'a', values: toPersonValues(ofA) },
    { label: 'b', values: toPersonValues(ofB) },
  ]
  return figures.map((metric) => {
    const [{ difference, low, high, people, aAhead, bAhead, p }] = compareOnMetric(contenders, metric, BOOTSTRAP_SEED)
    return { metric, difference, low, high, people, aAhead, bAhead, p }
  })
}

function toPersonValues({ userIds, columns }: PersonColumns): PersonValues {
  const values = new PersonValues()
  for (const [figure, column] of Object.entries(columns))
    userIds.forEach((userId, row) => values.add(userId, figure, column[row]))
  return values
}
