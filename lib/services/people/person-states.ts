// The states of persons that a process remembers, each of one version of them.
import type { Db } from '@/lib/db/client'
import { readPersonState, type PersonState } from '@/lib/db/person-state'
import { Lru } from '../host/lru'

/** Somebody who looks at the page; null until they have written something. */
export type Viewer = {
  id: number
  /** As of this request (findPersonByKey). Without it nothing that is remembered is used. */
  version?: number
} | null

const MAX_REMEMBERED_ROWS = 500_000

/** Keyed by who; what it holds says of which version it is. */
export class PersonStates {
  private readonly states = new Lru<PersonState>(MAX_REMEMBERED_ROWS)

  async read(db: Db, viewer: NonNullable<Viewer>): Promise<PersonState> {
    const key = String(viewer.id)
    const known = this.states.get(key)
    if (known && known.version === viewer.version) return known
    const state = (await readPersonState(db, viewer.id)) ?? NOBODY
    const weight = 1 + state.ratings.length + state.feedback.length
    if (state !== NOBODY) this.states.set(key, state, weight)
    return state
  }
}

/** Has rated and judged nothing; also whoever has been forgotten since. */
export const NOBODY: PersonState = { version: -1, ratings: [], feedback: [] }
