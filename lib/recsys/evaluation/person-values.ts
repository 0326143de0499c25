// What was measured of each person, so that intervals and paired tests can be made of it afterwards.

/** Values per person and figure. A person who comes in several folds gets the mean of the folds. */
export class PersonValues {
  private readonly rows = new Map<number, number>()
  private readonly sums = new Map<string, number[]>()
  private readonly counts = new Map<string, number[]>()

  /** Notes one value; NaN is passed over. */
  add(userId: number, figure: string, value: number): void {
    const row = this.rowOf(userId)
    if (Number.isNaN(value)) return
    const sums = listOf(this.sums, figure)
    const counts = listOf(this.counts, figure)
    sums[row] = (sums[row] ?? 0) + value
    counts[row] = (counts[row] ?? 0) + 1
  }

  /** In the order in which they were first noted. */
  get userIds(): number[] {
    return [...this.rows.keys()]
  }

  get figures(): string[] {
    return [...this.sums.keys()]
  }

  /** (people) means over the rounds, NaN where a person has no value. */
  means(figure: string): Float64Array {
    const sums = this.sums.get(figure) ?? []
    const counts = this.counts.get(figure) ?? []
    return Float64Array.from(
      { length: this.rows.size },
      (_, row) => (sums[row] ?? Number.NaN) / (counts[row] ?? Number.NaN),
    )
  }

  /** (people) sums over the rounds, 0 where a person has no value. */
  totals(figure: string): Float64Array {
    const sums = this.sums.get(figure) ?? []
    return Float64Array.from({ length: this.rows.size }, (_, row) => sums[row] ?? 0)
  }

  private rowOf(userId: number): number {
    const known = this.rows.get(userId)
    if (known !== undefined) return known
    this.rows.set(userId, this.rows.size)
    return this.rows.size - 1
  }
}

function listOf(lists: Map<string, number[]>, figure: string): number[] {
  const found = lists.get(figure)
  if (found) return found
  const created: number[] = []
  lists.set(figure, created)
  return created
}
