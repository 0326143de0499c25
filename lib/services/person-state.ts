// What is known of who looks: asked of the database once per version of them.
import { readPersonState, type PersonState } from '@/lib/db/person-state'
import type { Engine } from '@/lib/engine/engine'
import type { Host } from './host'
import { Lru } from './lru'

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

  async read(db: Host['db'], viewer: NonNullable<Viewer>): Promise<PersonState> {
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
const NOBODY: PersonState = { version: -1, ratings: [], feedback: [] }

export async function stateOf(host: Host, viewer: Viewer): Promise<PersonState> {
  return viewer ? host.memory.persons.read(host.db, viewer) : NOBODY
}

/** Items that they have said they have seen or do not want. */
export function refusedItems(engine: Engine, { feedback }: PersonState): Set<number> {
  const refused = new Set<number>()
  for (const { movieId, verdict } of feedback) {
    if (verdict !== 'not_interested' && verdict !== 'seen') continue
    const item = engine.catalogue.indexOf(movieId)
    if (item >= 0) refused.add(item)
  }
  return refused
}
