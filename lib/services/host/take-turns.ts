// Long work in small pieces: between two of them everybody else is served.

let last: Promise<void> = Promise.resolve()

/**
 * Resolves in a later turn of the event loop than any other call did: however many ask at once, one piece of work is
 * done in a turn, and a request that comes in waits for one piece at most.
 */
export function takeTurn(): Promise<void> {
  last = last.then(() => new Promise((resolve) => setImmediate(resolve)))
  return last
}
