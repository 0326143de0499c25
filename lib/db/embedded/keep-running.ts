// Starts our own server again when it has died under the programs that use it.
import type { EmbeddedServer } from './server'

const CHECK_MS = 1000

/** Told once for each death: that it is started again, or why it could not be. The next check tries again. */
export type TellOfRestart = (failure: unknown) => void

/** Returns how to stop watching; it waits for a start that is under way. */
export function keepRunning(
  server: Pick<EmbeddedServer, 'isRunning' | 'restart'>,
  tell: TellOfRestart,
  checkMs = CHECK_MS,
): () => Promise<void> {
  let restarting: Promise<void> | null = null
  let told = false
  const restart = async () => {
    try {
      await server.restart()
      if (!told) tell(null)
      told = false
    } catch (failure) {
      if (!told) tell(failure)
      told = true
    } finally {
      restarting = null
    }
  }
  const timer = setInterval(() => {
    if (restarting || server.isRunning()) return
    restarting = restart()
  }, checkMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await restarting
  }
}
