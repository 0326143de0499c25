// Figures of runs, with those of each person.
import type { Db } from './client'
import type { Prisma } from './generated/client'

export interface StoredEvaluation {
  runId: string
  split: string
  protocol: string
  description: string
  seed: number
  people: number
  metrics: unknown
  seconds: number
  measuredAt: Date
}

export interface PersonColumns {
  userIds: Int32Array
  /** By figure, each in the order of `userIds`. */
  columns: Record<string, Float64Array>
}

const bytesOf = (array: Int32Array | Float64Array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

/** Measured again, the newer figures stay. */
export async function saveEvaluation(
  db: Db,
  { runId, split, metrics, ...given }: Omit<StoredEvaluation, 'measuredAt'>,
  { userIds, columns }: PersonColumns,
): Promise<void> {
  const figures = Object.keys(columns)
  const values = new Float64Array(figures.length * userIds.length)
  figures.forEach((figure, i) => values.set(columns[figure], i * userIds.length))
  const data = {
    ...given,
    figures,
    metrics: metrics as Prisma.InputJsonValue,
    personIds: Uint8Array.from(bytesOf(userIds)),
    personValues: Uint8Array.from(bytesOf(values)),
    measuredAt: new Date(),
  }
  await db.prisma.runEvaluation.upsert({
    where: { runId_split: { runId, split } },
    create: { runId, split, ...data },
    update: data,
  })
}

const withoutPeople = { personIds: true, personValues: true, figures: true } as const

/** Newest first for each run. */
export async function listEvaluations(db: Db, runIds: string[]): Promise<StoredEvaluation[]> {
  return db.prisma.runEvaluation.findMany({
    where: { runId: { in: runIds } },
    omit: withoutPeople,
    orderBy: { measuredAt: 'desc' },
  })
}

/** What each person got, or null where this run was not measured on this split. */
export async function findPersonColumns(db: Db, runId: string, split: string): Promise<PersonColumns | null> {
  const row = await db.prisma.runEvaluation.findUnique({ where: { runId_split: { runId, split } } })
  if (!row) return null
  // Copied: a typed array must begin where its element size says.
  const userIds = new Int32Array(Uint8Array.from(row.personIds).buffer)
  const values = new Float64Array(Uint8Array.from(row.personValues).buffer)
  const columnOf = (i: number) => values.slice(i * userIds.length, (i + 1) * userIds.length)
  return { userIds, columns: Object.fromEntries(row.figures.map((figure, i) => [figure, columnOf(i)])) }
}
