// Marquee beside the libraries people use, in one run on one machine, by turns.
// npm run bench:peers -- [--only NAME]… [--rounds 5] [--threads 2] [--data ml-1m.zip] [--synthetic FOLDER] [--json FILE]
import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Comparison, SideContext } from './peers/framework/comparison'
import { prepareColumns, prepareSynthetic } from './peers/framework/data'
import { findMissingModules, preparePython } from './peers/framework/environment'
import { listComparisons, type Listed } from './peers/framework/list'
import { runRounds, type Outcome } from './peers/framework/rounds'
import { formatOutcomes } from './peers/framework/table'

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '5' },
    threads: { type: 'string', default: '2' },
    data: { type: 'string' },
    synthetic: { type: 'string' },
    json: { type: 'string', default: `bench/results/peers.json` },
  },
})

type Report = { name: string; title: string } & ({ outcomes: Outcome[] } | { skipped: string } | { failed: string })

/** Ratings are prepared when the first comparison needs them. */
const sources = { real: flags.data, synthetic: flags.synthetic }
const folders = new Map<string, string>()

async function contextOf({ data }: Comparison, python: string): Promise<SideContext | { skipped: string }> {
  const scratch = path.resolve('.marquee/bench/scratch')
  mkdirSync(scratch, { recursive: true })
  const common = { threads: Number(flags.threads), python, scratch }
  if (data === 'none') return { ...common, data: '', source: '' }
  if (data === 'synthetic') sources.synthetic ??= await prepareSynthetic()
  const source = sources[data]
  if (!source) return { skipped: 'it needs a data set: give --data ml-1m.zip' }
  const folder = folders.get(source) ?? (await prepareColumns(source))
  folders.set(source, folder)
  return { ...common, data: folder, source: path.resolve(source) }
}

async function compare(comparison: Listed, python: string): Promise<Report> {
  const { name, title, requires } = comparison
  const missing = findMissingModules(python, requires)
  if (missing.length > 0) return { name, title, skipped: `Python has no ${missing.join(', ')}` }
  const context = await contextOf(comparison, python)
  if ('skipped' in context) return { name, title, ...context }
  try {
    return { name, title, outcomes: await runRounds(comparison, context, Number(flags.rounds)) }
  } catch (error) {
    // One side that breaks must not hide the figures of the others; the exit code tells.
    process.exitCode = 1
    return { name, title, failed: error instanceof Error ? error.message : String(error) }
  }
}

const known = await listComparisons()
const unknown = (flags.only ?? []).filter((name) => !known.some((one) => one.name === name))
if (unknown.length > 0)
  throw new Error(
    `No comparison is called ${unknown.join(', ')}. There are: ${known.map(({ name }) => name).join(', ')}.`,
  )
const environment = preparePython()
const reports: Report[] = []
for (const comparison of known) {
  if (flags.only && !flags.only.includes(comparison.name)) continue
  const { name, title } = comparison
  const report =
    'reason' in environment
      ? { name, title, skipped: environment.reason }
      : await compare(comparison, environment.python)
  reports.push(report)
  console.log(`\n${name}: ${title}`)
  if ('outcomes' in report) console.log(formatOutcomes(report.outcomes))
  else console.log('skipped' in report ? `skipped: ${report.skipped}` : `failed: ${report.failed}`)
}
const machine = { cpu: os.cpus()[0]?.model, cores: os.cpus().length, node: process.version, load: os.loadavg() }
mkdirSync(path.dirname(path.resolve(flags.json)), { recursive: true })
writeFileSync(flags.json, `${JSON.stringify({ machine, flags, reports }, null, 2)}\n`)
