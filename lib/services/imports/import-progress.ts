// How far an import is: which part of the bar each phase fills, roughly as long as it takes.

const STARTS = {
  'Reading films': 0,
  'Storing films': 0.02,
  'Reading ratings': 0.04,
  'Storing ratings': 0.5,
  'Reading tags': 0.85,
  'Storing tags': 0.87,
  'Reading the tag genome': 0.87,
  'Storing the tag genome': 0.89,
  'Computing statistics': 0.9,
}

export type ImportPhase = keyof typeof STARTS

export interface ImportProgress {
  phase: ImportPhase
  /** 0…1, of everything. */
  fraction: number
  /** Ratings read so far. */
  nRatings: number
}

const PHASES = Object.keys(STARTS) as ImportPhase[]

/** @param done 0…1 of this phase */
export function fractionOf(phase: ImportPhase, done: number): number {
  const next = PHASES[PHASES.indexOf(phase) + 1]
  const end = next === undefined ? 1 : STARTS[next]
  return STARTS[phase] + (end - STARTS[phase]) * Math.min(1, Math.max(0, done))
}
