// The stars given since this page was opened, shared by all that shows or depends on them.
'use client'
import { useSyncExternalStore } from 'react'

export type Stars = number | null

const given = new Map<number, Stars>()
const listeners = new Set<() => void>()
let stored = 0

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function tell() {
  for (const listener of listeners) listener()
}

/** Shows these stars wherever the film's stars are shown. */
export function showStars(movieId: number, stars: Stars) {
  given.set(movieId, stars)
  tell()
}

/** A write has arrived: what the server makes of ratings has changed. */
export function noteStored() {
  stored += 1
  tell()
}

/** My stars for a film as this page knows them: what was read with it, and every write since. */
export function useStars(movieId: number, initialStars: Stars): Stars {
  return useSyncExternalStore(
    subscribe,
    () => given.get(movieId) ?? (given.has(movieId) ? null : initialStars),
    () => initialStars,
  )
}

/** How many writes have arrived. */
export function useStoredCount(): number {
  return useSyncExternalStore(
    subscribe,
    () => stored,
    () => 0,
  )
}
