// How a long fit reports where it is, and stops when it is told to.
import type { FitContext } from './contract'

/**
 * A function to call after every piece of work, with the fraction done: it reports whole percents once and then looks for a cancellation.
 * @throws whatever the signal was aborted with, from here at once and from each call.
 */
export function trackFit({ onProgress, signal }: FitContext): (fraction: number) => void {
  signal?.throwIfAborted()
  let reported = -1
  return (fraction) => {
    const percent = Math.floor(fraction * 100)
    if (percent > reported) {
      reported = percent
      onProgress?.(Math.min(1, fraction))
    }
    signal?.throwIfAborted()
  }
}
