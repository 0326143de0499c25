// What a process remembers to answer faster. All of it may be forgotten at any time.
import type { Engine } from '@/lib/engine/engine'
import type { RecommendedItem } from '@/lib/schemas/recommendation'
import { Lru } from './lru'
import { PersonStates } from '../people/person-states'
import type { RememberedSearch } from '../catalogue/remembered-search'

/** An answer but for its id: the items as they are shown, and the line that goes to the log with every repetition. */
export interface RememberedAnswer {
  items: RecommendedItem[]
  line: string
}

/** Items in all the answers of an engine together: about 100 MB at most. */
const MAX_ITEMS = 200_000

export class HostMemory {
  readonly persons = new PersonStates()
  /** The catalogue as it is searched, replaced as a whole when it changes; the database is asked where it is null. */
  search: RememberedSearch | null = null
  /** By engine, so that another model or catalogue forgets every answer. */
  private readonly answers = new WeakMap<Engine, Lru<RememberedAnswer>>()

  answersOf(engine: Engine): Lru<RememberedAnswer> {
    let answers = this.answers.get(engine)
    if (!answers) this.answers.set(engine, (answers = new Lru(MAX_ITEMS)))
    return answers
  }
}
