// Seeded randomness: the only source of chance that models, splits and tests may use.

/** A stream of pseudo-random numbers that its seed determines entirely. */
export interface Random {
  /** Uniform in [0, 1), with 32 random bits. */
  next(): number
  /**
   * Uniform in 0…n-1.
   * @throws RangeError unless n is an integer in 1…2³².
   */
  integer(n: number): number
  /** Standard normal, by Marsaglia's polar method. */
  normal(): number
  /** Shuffles in place (Fisher-Yates) and returns the same array. O(length) time. */
  shuffle<T extends { length: number; [index: number]: unknown }>(values: T): T
}

/**
 * Creates a generator: xoshiro128**, its state filled from the seed by splitmix32.
 *
 * Not for secrets. Cost: 16 bytes of state, a few nanoseconds a number.
 * Source: Blackman & Vigna, "Scrambled Linear Pseudorandom Number Generators", TOMS 2021.
 *
 * @param seed any finite number; its lowest 32 bits count.
 * @throws RangeError when the seed is not finite.
 */
export function createRandom(seed: number): Random {
  if (!Number.isFinite(seed)) throw new RangeError(`A seed must be a finite number, got ${seed}.`)
  const word = createXoshiro(seed)
  const next = () => word() / 4_294_967_296
  const integer = (n: number) => {
    if (!Number.isInteger(n) || n < 1 || n > 4_294_967_296)
      throw new RangeError(`Expected a count from 1 to 2^32, got ${n}.`)
    // Words beyond the last whole multiple of n are thrown away, or small numbers would come up more often.
    const limit = 4_294_967_296 - (4_294_967_296 % n)
    let value = word()
    while (value >= limit) value = word()
    return value % n
  }
  const normal = () => {
    for (;;) {
      const u = 2 * next() - 1
      const v = 2 * next() - 1
      const s = u * u + v * v
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s)
    }
  }
  const shuffle = <T extends { length: number; [index: number]: unknown }>(values: T): T => {
    for (let i = values.length - 1; i > 0; i--) {
      const j = integer(i + 1)
      const kept = values[i]
      values[i] = values[j]
      values[j] = kept
    }
    return values
  }
  return { next, integer, normal, shuffle }
}

/** Uniform 32-bit words. */
function createXoshiro(seed: number): () => number {
  const split = createSplitmix(seed)
  let s0 = split()
  let s1 = split()
  let s2 = split()
  let s3 = split()
  return () => {
    const word = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0
    const shifted = s1 << 9
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = rotateLeft(s3, 11)
    return word
  }
}

function createSplitmix(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) | 0
  }
}

const rotateLeft = (value: number, bits: number) => (value << bits) | (value >>> (32 - bits))
