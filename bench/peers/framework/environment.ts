// The Python environment of the comparisons: made once under .marquee/bench/python, from pinned versions.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const FOLDER = path.resolve('.marquee/bench/python')
const REQUIREMENTS = path.resolve('bench/peers/requirements.txt')
const STAMP = path.join(FOLDER, 'requirements.sha256')
/** What the packages that are built from source need; newer ones cannot build scikit-surprise. */
const BUILD_TOOLS = ['pip', 'wheel', 'setuptools<80']

/** The Python of the environment, or why there is none. Builds it where it is missing or of other versions: minutes. */
export function preparePython(): { python: string } | { reason: string } {
  const python = path.join(FOLDER, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex')
  if (existsSync(python) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return { python }
  const system = ['python3.11', 'python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0)
  if (!system) return { reason: 'there is no Python on this machine' }
  console.error(`Making a Python environment in ${FOLDER}; the first time takes some minutes.`)
  mkdirSync(path.dirname(FOLDER), { recursive: true })
  const steps = [
    [system, '-m', 'venv', FOLDER],
    [python, '-m', 'pip', 'install', '--quiet', '--upgrade', ...BUILD_TOOLS],
    [python, '-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS],
  ]
  for (const [command, ...args] of steps) {
    const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    if (status !== 0) return { reason: `"${[command, ...args].join(' ')}" failed${error ? `: ${error.message}` : ''}` }
  }
  writeFileSync(STAMP, wanted)
  return { python }
}

/** Which of these modules cannot be imported. */
export function findMissingModules(python: string, modules: readonly string[]): string[] {
  return modules.filter((name) => spawnSync(python, ['-c', `import ${name}`]).status !== 0)
}
