// The names that runs are known by, moved by compare-and-swap, and the record of every move.
import type { Db } from './client'
import type { Channel } from './notify'

export type Alias = 'champion' | 'challenger'

export interface AliasPosition {
  alias: Alias
  runId: string
  movedAt: Date
}

export async function listAliases(db: Db): Promise<AliasPosition[]> {
  const { rows } = await db.pool.query<AliasPosition>(
    `SELECT alias, run_id AS "runId", moved_at AS "movedAt" FROM model_aliases WHERE run_id IS NOT NULL ORDER BY alias`,
  )
  return rows
}

export async function findAlias(db: Db, alias: Alias): Promise<string | null> {
  return (await listAliases(db)).find((position) => position.alias === alias)?.runId ?? null
}

/** first: nobody has chosen yet. promotion, rollback: somebody's. refit: the same recipe on newer data. */
export type MoveKind = 'first' | 'promotion' | 'rollback' | 'refit'

export interface Move {
  alias: Alias
  /** Where the mover saw it; null for nowhere yet. */
  from: string | null
  /** Null takes the name off. */
  to: string | null
  movedBy: string
  reason: string
  forced?: boolean
  kind: MoveKind
}

/**
 * Moves an alias, writes the record and tells the web processes, all in one statement: of two who saw the same run there, one moves it.
 * @returns false when the alias is not at `from` any more; nothing has happened then.
 */
export async function moveAlias(db: Db, move: Move): Promise<boolean> {
  const channel: Channel = 'marquee_models'
  const { rows } = await db.pool.query(
    `WITH moved AS (
       INSERT INTO model_aliases AS a (alias, run_id)
       SELECT $1, $3::uuid WHERE $2::uuid IS NULL OR EXISTS (SELECT FROM model_aliases WHERE alias = $1)
       ON CONFLICT (alias) DO UPDATE SET run_id = excluded.run_id, moved_at = now()
         WHERE a.run_id IS NOT DISTINCT FROM $2::uuid
       RETURNING a.alias
     ), noted AS (
       INSERT INTO alias_moves (alias, from_run_id, to_run_id, moved_by, reason, forced, kind)
       SELECT alias, $2::uuid, $3::uuid, $4, $5, $6, $7::"AliasMoveKind" FROM moved RETURNING id
     )
     SELECT id, pg_notify($8, '') FROM noted`,
    [...[move.alias, move.from, move.to, move.movedBy, move.reason], ...[move.forced ?? false, move.kind, channel]],
  )
  return rows.length === 1
}

export interface MoveRecord {
  id: number
  alias: Alias
  fromRunId: string | null
  toRunId: string | null
  movedBy: string
  reason: string
  forced: boolean
  kind: MoveKind
  movedAt: Date
}

/** Newest first. */
export async function listMoves(db: Db, limit: number, alias?: Alias): Promise<MoveRecord[]> {
  const rows = await db.prisma.aliasMove.findMany({ where: { alias }, orderBy: { id: 'desc' }, take: limit })
  return rows.map((row) => ({ ...row, alias: row.alias as Alias }))
}
