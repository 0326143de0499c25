// What was used last is kept, up to a weight; what was not goes first.

interface Entry<V> {
  value: V
  weight: number
}

export class Lru<V> {
  private readonly entries = new Map<string, Entry<V>>()
  private weight = 0

  /** @param maxWeight what all entries may weigh together; one that is heavier by itself is not kept. */
  constructor(private readonly maxWeight: number) {}

  get size() {
    return this.entries.size
  }

  get(key: string): V | undefined {
    const entry = this.entries.get(key)
    if (!entry) return undefined
    // A Map keeps the order of insertion: the oldest is the first.
    this.entries.delete(key)
    this.entries.set(key, entry)
    return entry.value
  }

  set(key: string, value: V, weight = 1): void {
    this.delete(key)
    if (weight > this.maxWeight) return
    this.entries.set(key, { value, weight })
    this.weight += weight
    for (const oldest of this.entries.keys()) {
      if (this.weight <= this.maxWeight) break
      this.delete(oldest)
    }
  }

  delete(key: string): void {
    const entry = this.entries.get(key)
    if (!entry) return
    this.entries.delete(key)
    this.weight -= entry.weight
  }
}
