// Marquee's side of one comparison, in a process of its own; see ./bundle-ours.ts.
import type { Comparison, SideContext } from './comparison'

/** Reads the name and the context from the command line and prints the figures as the last line. */
export async function runOurs(comparisons: readonly Comparison[]): Promise<void> {
  const [name, context] = process.argv.slice(2)
  const comparison = comparisons.find((one) => one.name === name)
  if (!comparison) throw new Error(`There is no comparison called "${name}".`)
  const measured = await comparison.ours(JSON.parse(context) as SideContext)
  const peakBytes = process.resourceUsage().maxRSS * 1024
  console.log(JSON.stringify({ peakBytes, ...measured }))
}
