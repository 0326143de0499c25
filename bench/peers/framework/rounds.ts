// Runs both sides of a comparison by turns, each time in a fresh process, and takes medians.
import { spawn } from 'node:child_process'
import path from 'node:path'
import type { Comparison, Figure, Measured, SideContext } from './comparison'
import { bundleOurs } from './bundle-ours'
import { scriptOf, type Listed } from './list'
import { median } from './median'

/** Libraries that start threads of their own read these. */
const THREAD_VARIABLES = ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS', 'NUMBA_NUM_THREADS']

export interface Outcome {
  figure: string
  kind: Figure['kind']
  goal: number | null
  ours: number
  theirs: number
  /** How many times better ours is; null where the figure is a quality. */
  ratio: number | null
  rounds: { ours: number[]; theirs: number[] }
}

/** Alternates ours and theirs. @throws when a side fails, with what it said. */
export async function runRounds(comparison: Listed, context: SideContext, rounds: number): Promise<Outcome[]> {
  const bundle = await bundleOurs(comparison)
  const ours: Measured[] = []
  const theirs: Measured[] = []
  for (let round = 0; round < rounds; round++) {
    console.error(`${comparison.name}: round ${round + 1} of ${rounds}`)
    ours.push(await runSide(process.execPath, [bundle, comparison.name, JSON.stringify(context)]))
    theirs.push(await runTheirs(comparison, context))
  }
  const figures: Record<string, Figure> = { ...comparison.figures }
  figures.peakBytes ??= { kind: 'bytes' }
  return Object.entries(figures).map(([figure, { kind, goal }]) => {
    const values = { ours: ours.map((one) => one[figure]), theirs: theirs.map((one) => one[figure]) }
    const medians = { ours: median(values.ours), theirs: median(values.theirs) }
    return { figure, kind, goal: goal ?? null, ...medians, ratio: ratioOf(kind, medians), rounds: values }
  })
}

function ratioOf(kind: Figure['kind'], { ours, theirs }: { ours: number; theirs: number }): number | null {
  if (kind === 'quality') return null
  return kind === 'rate' ? ours / theirs : theirs / ours
}

function runTheirs(comparison: Comparison, context: SideContext): Promise<Measured> {
  const threads = Object.fromEntries(THREAD_VARIABLES.map((name) => [name, String(context.threads)]))
  const args = [scriptOf(comparison), JSON.stringify(context), ...(comparison.theirs.args ?? [])]
  return runSide(context.python, args, { ...threads, PYTHONPATH: path.resolve('bench/peers/framework') })
}

/** The last line a side prints is its figures. */
function runSide(command: string, args: string[], variables: Record<string, string> = {}): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => {
      const lastLine = output.trimEnd().split('\n').at(-1) ?? ''
      if (code === 0 && lastLine.startsWith('{')) resolve(JSON.parse(lastLine) as Measured)
      else reject(new Error(`${path.basename(args[args.length - 2] ?? command)} ended with ${code}: ${lastLine}`))
    })
  })
}
