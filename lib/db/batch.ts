// Many questions of one kind, asked at about the same time, become one.

interface Waiting<V> {
  resolve(value: V | null): void
  reject(error: unknown): void
}

/**
 * While a question is under way the next one waits and grows: under load few large ones are asked instead of many small ones.
 * `load(key)` never takes part in a question that was sent before it was called, so an answer is never older than its asking.
 */
export class Batch<K, V> {
  private waiting = new Map<K, Waiting<V>[]>()
  private underWay = false

  /** @param ask answers all of the keys at once; a key it leaves out has no value. */
  constructor(private readonly ask: (keys: readonly K[]) => Promise<Map<K, V>>) {}

  load(key: K): Promise<V | null> {
    return new Promise((resolve, reject) => {
      if (this.waiting.size === 0 && !this.underWay) setImmediate(() => void this.send())
      const same = this.waiting.get(key)
      if (same) same.push({ resolve, reject })
      else this.waiting.set(key, [{ resolve, reject }])
    })
  }

  private async send(): Promise<void> {
    const waiting = this.waiting
    this.waiting = new Map()
    this.underWay = true
    try {
      const found = await this.ask([...waiting.keys()])
      for (const [key, all] of waiting) for (const { resolve } of all) resolve(found.get(key) ?? null)
    } catch (error) {
      for (const all of waiting.values()) for (const { reject } of all) reject(error)
    } finally {
      this.underWay = false
      if (this.waiting.size > 0) void this.send()
    }
  }
}
