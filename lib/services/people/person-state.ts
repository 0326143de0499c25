// What is known of who looks: asked of the database once per version of them.
import type { PersonState } from '@/lib/db/person-state'
import type { Engine } from '@/lib/engine/engine'
import type { Host } from '../host/host'
import { NOBODY, type Viewer } from './person-states'

export type { Viewer } from './person-states'

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
