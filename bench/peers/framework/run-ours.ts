// Marquee's side of one comparison, in a process of its own: node --import tsx bench/peers/framework/run-ours.ts NAME CONTEXT
import type { SideContext } from './comparison'
import { listComparisons } from './list'

const [name, context] = process.argv.slice(2)
const comparison = (await listComparisons()).find((one) => one.name === name)
if (!comparison) throw new Error(`There is no comparison called "${name}".`)
const measured = await comparison.ours(JSON.parse(context) as SideContext)
const peakBytes = process.resourceUsage().maxRSS * 1024
console.log(JSON.stringify({ peakBytes, ...measured }))
