// Marquee's side of one comparison, in a process of its own; see ./bundle-ours.ts.
import { existsSync, readFileSync } from 'node:fs'
import type { Comparison, SideContext } from './comparison'

/** Reads the name and the context from the command line and prints the figures as the last line. */
export async function runOurs(comparisons: readonly Comparison[]): Promise<void> {
  const [name, context] = process.argv.slice(2)
  const comparison = comparisons.find((one) => one.name === name)
  if (!comparison) throw new Error(`There is no comparison called "${name}".`)
  const measured = await comparison.ours(JSON.parse(context) as SideContext)
  console.log(JSON.stringify({ peakBytes: readPeakBytes(), ...measured }))
}

const STATUS = '/proc/self/status'

/** On Linux maxRSS starts at what the process had that started this one, so it is read where only its own memory counts. */
function readPeakBytes(): number {
  const own = existsSync(STATUS) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(STATUS, 'utf8'))?.at(1) : undefined
  return (own === undefined ? process.resourceUsage().maxRSS : Number(own)) * 1024
}
