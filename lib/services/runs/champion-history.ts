// What the champion was before: read from the record of its moves.
import { listMoves, type MoveRecord } from '@/lib/db/aliases'
import type { Db } from '@/lib/db/client'

const REMEMBERED = 500

/** Whether nobody but Marquee itself has ever chosen a champion. */
export const isUnchosen = (moves: readonly MoveRecord[]) =>
  moves.every(({ kind }) => kind === 'first' || kind === 'refit')

export const listChampionMoves = (db: Db) => listMoves(db, REMEMBERED, 'champion')

/**
 * The run that a rollback returns to, or null: two rollbacks in a row go back two promotions.
 * @param moves of the champion, newest first.
 */
export function findPrevious(moves: readonly MoveRecord[]): string | null {
  const path: (string | null)[] = []
  for (const { kind, fromRunId, toRunId } of moves.toReversed()) {
    if (path.length === 0 && fromRunId) path.push(fromRunId)
    // A refit is the same champion on newer data, a rollback the one before it.
    if (kind === 'refit') path.pop()
    if (kind === 'rollback') path.splice(-2)
    path.push(toRunId)
  }
  return path.at(-2) ?? null
}
