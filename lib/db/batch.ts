// Many questions of one kind, asked in the same turn of the event loop, become one.

interface Waiting<V> {
  resolve(value: V | null): void
  reject(error: unknown): void
}

/**
 * `load(key)` never takes part in a question that was sent before it was called, so an answer is never older than its asking.
 */
export class Batch<K, V> {
  private waiting = new Map<K, Waiting<V>[]>()

  /** @param ask answers all of the keys at once; a key it leaves out has no value. */
  constructor(private readonly ask: (keys: readonly K[]) => Promise<Map<K, V>>) {}

  load(key: K): Promise<V | null> {
    return new Promise((resolve, reject) => {
      if (this.waiting.size === 0) setImmediate(() => void this.send())
      const same = this.waiting.get(key)
      if (same) same.push({ resolve, reject })
      else this.waiting.set(key, [{ resolve, reject }])
    })
  }

  private async send(): Promise<void> {
    const waiting = this.waiting
    this.waiting = new Map()
    try {
      const found = await this.ask([...waiting.keys()])
      for (const [key, all] of waiting) for (const { resolve } of all) resolve(found.get(key) ?? null)
    } catch (error) {
      for (const all of waiting.values()) for (const { reject } of all) reject(error)
    }
  }
}
