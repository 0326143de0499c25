// What the server and the worker tell the launcher that started them.
export type ProgramMessage = { type: 'progress'; text: string } | { type: 'failed'; text: string } | { type: 'ready' }

/** Does nothing when nobody started us with a channel. */
export function tellLauncher(message: ProgramMessage): void {
  process.send?.(message)
}

const HARD_EXIT_MS = 12_000

/**
 * Runs `close` once, on a signal or when the launcher has died, and then exits.
 * @param failed called with what `close` threw.
 */
export function closeWhenTold(close: () => Promise<void>, failed: (error: unknown) => void): void {
  let closing = false
  const stop = () => {
    if (closing) return
    closing = true
    setTimeout(() => process.exit(1), HARD_EXIT_MS).unref()
    close().then(
      () => process.exit(0),
      (error) => {
        failed(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.on('disconnect', stop)
}
