// A set of film ids that answers fast enough to be asked for every one of twenty million ratings.

/** Up to here one byte per id is cheaper than a hash table; MovieLens ids stay far below. */
const LARGEST_FLAGGED = 1 << 24

export class MovieIdSet {
  private flags = new Uint8Array(1 << 16)
  private readonly rest = new Set<number>()

  constructor(ids: Iterable<number> = []) {
    for (const id of ids) this.add(id)
  }

  add(id: number): void {
    if (id >= LARGEST_FLAGGED) {
      this.rest.add(id)
      return
    }
    if (id >= this.flags.length) {
      const grown = new Uint8Array(Math.min(LARGEST_FLAGGED, Math.max(id + 1, this.flags.length * 2)))
      grown.set(this.flags)
      this.flags = grown
    }
    this.flags[id] = 1
  }

  has(id: number): boolean {
    return id < LARGEST_FLAGGED ? this.flags[id] === 1 : this.rest.has(id)
  }
}
