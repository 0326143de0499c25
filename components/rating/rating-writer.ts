// Writes stars one at a time per film, so that quick successive clicks end in the last of them.
import type { Stars } from './given-stars'

interface Line {
  wanted: Stars
  /** What the server has said last. */
  confirmed: Stars
  running: Promise<WriteOutcome> | null
}

export type WriteOutcome = { ok: true; stars: Stars } | { ok: false; stars: Stars; message: string }

const lines = new Map<number, Line>()

async function send(movieId: number, stars: Stars): Promise<string | null> {
  try {
    // Fetched with the first star: most who open a page give none.
    const { clearRatingAction, rateMovieAction } = await import('@/app/actions/ratings')
    const answer = stars === null ? await clearRatingAction({ movieId }) : await rateMovieAction({ movieId, stars })
    return answer.ok ? null : answer.message
  } catch (error) {
    return error instanceof Error ? `Marquee cannot be reached (${error.message}).` : 'Marquee cannot be reached.'
  }
}

async function drain(movieId: number, line: Line): Promise<WriteOutcome> {
  let wanted: Stars
  let failure: string | null
  do {
    wanted = line.wanted
    failure = await send(movieId, wanted)
    if (failure === null) line.confirmed = wanted
    // A newer wish supersedes a failure of an older one.
  } while (line.wanted !== wanted)
  // In the same breath as the last look at the wish: nothing can slip between.
  lines.delete(movieId)
  return failure === null ? { ok: true, stars: wanted } : { ok: false, stars: line.confirmed, message: failure }
}

/**
 * Wishes this film to have these stars.
 * @returns the outcome once nothing is waiting, or null to all but the caller that began the writing.
 */
export async function writeStars(movieId: number, stars: Stars, before: Stars): Promise<WriteOutcome | null> {
  const line = lines.get(movieId) ?? { wanted: before, confirmed: before, running: null }
  lines.set(movieId, line)
  line.wanted = stars
  if (line.running !== null) return null
  line.confirmed = before
  line.running = drain(movieId, line)
  return line.running
}
