import { describe, expect, it } from 'vitest'
import { encodeRatings } from './rating-encoder'

describe('Ratings for COPY', () => {
  it('are the bytes that Postgres itself would send', () => {
    const bytes = encodeRatings({
      length: 2,
      profileId: Int32Array.of(1, 2_147_483_647, 9),
      movieId: Int32Array.of(31, 2, 9),
      halfStars: Uint8Array.of(5, 10, 9),
      ratedAt: Int32Array.of(1_260_759_144, 0, 9),
    })
    expect(bytes.subarray(0, 28).toString('hex')).toBe('0004000000040000000100000004' + '0000001f00000002000500000008')
    expect(bytes.subarray(36, 64).toString('hex')).toBe('0004000000047fffffff00000004' + '0000000200000002000a00000008')
    expect(bytes.readBigInt64BE(64)).toBe(-946_684_800_000_000n)
    expect(bytes.readBigInt64BE(28)).toBe(BigInt(1_260_759_144 - 946_684_800) * 1_000_000n)
  })

  it('are as many as asked for, also beyond the first blank', () => {
    const n = 5000
    const column = new Int32Array(n).fill(7)
    const bytes = encodeRatings({
      length: n,
      profileId: column,
      movieId: column,
      halfStars: new Uint8Array(n).fill(3),
      ratedAt: column,
    })
    expect(bytes.length).toBe(n * 36)
    expect(bytes.subarray(-36).equals(bytes.subarray(0, 36))).toBe(true)
  })
})
