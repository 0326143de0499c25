import { beforeEach, describe, expect, it, vi } from 'vitest'
import { clearRatingAction, rateMovieAction } from '@/app/actions/ratings'
import { writeStars } from './rating-writer'

vi.mock('@/app/actions/ratings', () => ({ rateMovieAction: vi.fn(), clearRatingAction: vi.fn() }))
const rate = vi.mocked(rateMovieAction)
const clear = vi.mocked(clearRatingAction)

const soon = () => new Promise((resolve) => setTimeout(resolve, 1))
const refused = { ok: false as const, code: 'internal', message: 'The database is away.' }

describe('writing stars', () => {
  beforeEach(() => {
    rate.mockReset().mockImplementation(async ({ stars }) => {
      await soon()
      return { ok: true, data: { stars } }
    })
    clear.mockReset().mockImplementation(async () => {
      await soon()
      return { ok: true, data: { stars: null } }
    })
  })

  it('ends quick successive clicks in the last of them, and writes none in between', async () => {
    const first = writeStars(1, 2, null)
    const others = [writeStars(1, 3, 2), writeStars(1, 4.5, 3)]
    expect(await first).toEqual({ ok: true, stars: 4.5 })
    expect(await Promise.all(others)).toEqual([null, null])
    expect(rate.mock.calls.map(([input]) => input.stars)).toEqual([2, 4.5])
  })

  it('never has two writes of one film under way', async () => {
    let under = 0
    let most = 0
    rate.mockImplementation(async ({ stars }) => {
      most = Math.max(most, (under += 1))
      await soon()
      under -= 1
      return { ok: true, data: { stars } }
    })
    await Promise.all([writeStars(1, 1, null), writeStars(1, 2, 1), writeStars(1, 3, 2)])
    expect(most).toBe(1)
  })

  it('clears by the clearing action', async () => {
    expect(await writeStars(2, null, 4)).toEqual({ ok: true, stars: null })
    expect(clear).toHaveBeenCalledWith({ movieId: 2 })
    expect(rate).not.toHaveBeenCalled()
  })

  it('falls back to what was stored when a write is refused', async () => {
    rate.mockResolvedValue(refused)
    expect(await writeStars(3, 5, 3.5)).toEqual({ ok: false, stars: 3.5, message: 'The database is away.' })
  })

  it('falls back to the last write that was stored, not to the first state', async () => {
    rate
      .mockImplementationOnce(async () => {
        await soon()
        return { ok: true, data: { stars: 2 } }
      })
      .mockResolvedValue(refused)
    const first = writeStars(4, 2, null)
    void writeStars(4, 5, 2)
    expect(await first).toEqual({ ok: false, stars: 2, message: 'The database is away.' })
  })

  it('says so when the server cannot be reached', async () => {
    rate.mockRejectedValue(new Error('fetch failed'))
    expect(await writeStars(5, 5, null)).toMatchObject({ ok: false, stars: null })
  })

  it('starts afresh after a failure', async () => {
    rate.mockResolvedValueOnce(refused)
    await writeStars(6, 5, 1)
    expect(await writeStars(6, 4, 1)).toEqual({ ok: true, stars: 4 })
  })
})
