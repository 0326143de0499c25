// How fast Marquee is, on any data set: parsing, import, snapshot, engine, HTTP, pages, and beside what people use.
// npm run bench -- [--data ml-1m.zip]… [--generated] [--only parse,import,snapshot,engine,http,pages,others] [--rounds 3]
//   [--seconds 8] [--json FILE]. Without --data: MARQUEE_TEST_DATA's ml-latest-small.zip and ml-1m.zip, then the generated 20 M.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { generateRatings } from './generate-ratings'
import { measureEngine, measureSnapshot } from './speed/engine'
import { formatFigures, type Figure } from './speed/figure'
import { measureHttp, measurePages } from './speed/http'
import { openInstallation, type Installation } from './speed/installation'
import { compareImports, compareServices } from './speed/others'
import { measureParsing } from './speed/parse'

const PARTS = ['parse', 'import', 'snapshot', 'engine', 'http', 'pages', 'others'] as const
type Part = (typeof PARTS)[number]

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string', multiple: true },
    generated: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '8' },
    json: { type: 'string', default: 'bench/results/speed.json' },
  },
})
const [rounds, seconds] = [Number(flags.rounds), Number(flags.seconds)]
const wanted = flags.only?.split(',') ?? PARTS
const unknown = wanted.filter((part) => !PARTS.some((known) => known === part))
if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}. There are: ${PARTS.join(', ')}.`)
const isWanted = (part: Part) => wanted.some((name) => name === part)

/** Kept between runs: making it takes longer than measuring it. */
async function generated(): Promise<string> {
  const folder = path.resolve('.marquee/bench/generated-20m')
  const done = path.join(folder, 'done')
  if (!existsSync(done)) {
    await generateRatings(folder, { ratings: 20_000_000, users: 138_000, movies: 27_000, seed: 1 })
    writeFileSync(done, '')
  }
  return folder
}

async function dataSets(): Promise<string[]> {
  const given = flags.data ?? []
  const folder = process.env.MARQUEE_TEST_DATA
  const usual = folder
    ? ['ml-latest-small.zip', 'ml-1m.zip'].map((name) => path.join(folder, name)).filter(existsSync)
    : []
  if (given.length > 0) return flags.generated ? [...given, await generated()] : given
  return flags.generated ? [await generated()] : [...usual, await generated()]
}

/** In a process and a database of its own. */
function measureImport(data: string): { figures: Figure[]; seconds: number } {
  const { stdout, status } = spawnSync(process.execPath, ['--import', 'tsx', 'bench/import.ts', data], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error('bench/import.ts failed.')
  const result = JSON.parse(stdout) as Record<
    'importSeconds' | 'ratingsPerSecond' | 'undoRatingsPerSecond' | 'peakMemoryMB',
    number
  >
  const { importSeconds, ratingsPerSecond, undoRatingsPerSecond, peakMemoryMB } = result
  return {
    seconds: importSeconds,
    figures: [
      { name: 'import, ratings', value: ratingsPerSecond, unit: '/s', goal: { least: 300_000 } },
      { name: 'undo of it, ratings', value: undoRatingsPerSecond, unit: '/s', goal: { least: ratingsPerSecond } },
      { name: 'import, peak memory', value: peakMemoryMB, unit: 'MB', goal: { most: 600 } },
    ],
  }
}

async function measureInstalled(installation: Installation, data: string): Promise<Figure[]> {
  const figures: Figure[] = []
  if (isWanted('snapshot')) figures.push(...(await measureSnapshot(installation, rounds)))
  if (isWanted('engine')) figures.push(...(await measureEngine(installation, rounds)))
  if (isWanted('http')) figures.push(...(await measureHttp(installation, rounds, seconds)))
  if (isWanted('pages')) figures.push(...(await measurePages(installation, rounds, seconds)))
  if (isWanted('others')) figures.push(...(await compareServices(installation, data, seconds)))
  return figures
}

async function measure(data: string): Promise<Figure[]> {
  const figures: Figure[] = []
  if (isWanted('parse')) figures.push(...(await measureParsing(data, rounds)))
  if (isWanted('import')) {
    const imported = measureImport(data)
    figures.push(...imported.figures)
    if (isWanted('others')) figures.push(...(await compareImports(data, imported.seconds)))
  }
  if (!['snapshot', 'engine', 'http', 'pages', 'others'].some((part) => isWanted(part as Part))) return figures
  const installation = await openInstallation(data)
  try {
    return [...figures, ...(await measureInstalled(installation, data))]
  } finally {
    await installation.close()
  }
}

const machine = { cpu: os.cpus()[0]?.model, cores: os.cpus().length, node: process.version, load: os.loadavg() }
const reports: { data: string; figures: Figure[] }[] = []
for (const data of await dataSets()) {
  const figures = await measure(data)
  reports.push({ data: path.basename(data), figures })
  console.log(`\n## ${path.basename(data)}\n\n${formatFigures(figures)}`)
}
console.log(
  `\n${machine.cores} cores, Node ${machine.node}, load ${machine.load.map((l) => l.toFixed(1)).join(' ')} at the start.`,
)
mkdirSync(path.dirname(path.resolve(flags.json)), { recursive: true })
writeFileSync(flags.json, JSON.stringify({ machine, rounds, seconds, reports }, null, 2))
