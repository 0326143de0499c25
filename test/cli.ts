// Runs the command line as it is shipped: the bundle, in a process of its own.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

export interface CliRun {
  /** Null when it was killed. */
  code: number | null
  stdout: string
  stderr: string
}

export interface Cli {
  /** Where it is called from and keeps its artefacts. */
  folder: string
  /** `killAfter`: ends it with SIGKILL after so many milliseconds, unless it has ended by then. */
  run(args: string[], more?: { env?: Record<string, string>; input?: string; killAfter?: number }): Promise<CliRun>
  remove(): Promise<void>
}

/** Bundles into a folder of its own, so that nobody's dist is touched. */
export async function bundleCli(env: Record<string, string>): Promise<Cli> {
  const bundle = path.resolve('.marquee', `test-cli-${process.pid}`)
  const folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-cli-'))
  const built = await run(process.execPath, ['scripts/bundle.mjs', bundle], {})
  if (built.code !== 0) throw new Error(`The command line could not be bundled: ${built.stderr}`)
  // Settings of whoever runs the tests do not count.
  const clean = { MARQUEE_HOME: folder, MARQUEE_DATA: '', LOG_LEVEL: '', INIT_CWD: '', NO_COLOR: '', PORT: '9', ...env }
  return {
    folder,
    run: (args, { env: more = {}, ...rest } = {}) =>
      run(process.execPath, [path.join(bundle, 'cli.js'), ...args], {
        env: { ...clean, ...more },
        cwd: folder,
        ...rest,
      }),
    remove: async () => {
      await rm(bundle, { recursive: true, force: true })
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface RunOptions {
  env?: Record<string, string>
  cwd?: string
  input?: string
  killAfter?: number
}

function run(command: string, args: string[], { env = {}, cwd, input, killAfter }: RunOptions): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env } })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => (stdout += chunk))
    child.stderr.on('data', (chunk) => (stderr += chunk))
    child.on('error', reject)
    const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, stdout, stderr })
    })
    child.stdin.end(input)
  })
}
