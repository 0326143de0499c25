// What a comparison is: the same work, done by Marquee and by what people use today.

/** What both sides are told. */
export interface SideContext {
  /** Folder of the shared binary ratings (see ./data.ts); empty where the comparison needs none. */
  data: string
  /** The data set those were read from, for comparisons that read or import it themselves; empty likewise. */
  source: string
  threads: number
  /** The Python of the environment. */
  python: string
  /** Where a side may leave files; emptied by nobody. */
  scratch: string
}

/** Figures by name, as a side measured them: seconds, bytes, or a quality. */
export type Measured = Record<string, number>

export interface Figure {
  /** Seconds and bytes are better when smaller, a rate when larger, and the ratio says so; a quality only stands beside them. */
  kind: 'seconds' | 'bytes' | 'rate' | 'quality'
  /** The ratio to be reached. */
  goal?: number
}

export interface Comparison {
  /** What --only says. */
  name: string
  title: string
  /** 'real' is --data (MovieLens 1M for the published figures), 'synthetic' the generated 20 M ratings. */
  data: 'real' | 'synthetic' | 'none'
  /** Python modules without which it is skipped. */
  requires: readonly string[]
  /** In the order of the table. `peakBytes`, the largest resident memory of the process, is measured for every side. */
  figures: Record<string, Figure>
  /** Runs in a process of its own. */
  ours(context: SideContext): Measured | Promise<Measured>
  /** A Python file beside the comparison, which calls `peer.run` of framework/peer.py, and its further arguments. */
  theirs: { script: string; args?: readonly string[] }
}
