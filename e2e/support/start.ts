// `npm start` as somebody runs it, in a home of its own, on the demo catalogue.
import { spawn, type ChildProcess } from 'node:child_process'
import net from 'node:net'

export interface Start {
  process: ChildProcess
  url: string
  output: () => string
  /** Resolves once it serves, or has ended with what it said. */
  settled: Promise<'serves' | 'ended'>
  exit: Promise<number | null>
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

/** What every program of a home is given: nothing of the caller's own data, and no download. */
export const environmentOf = (home: string, env: Record<string, string> = {}) => ({
  ...process.env,
  DATABASE_URL: '',
  MARQUEE_DATA: '',
  MARQUEE_DATA_URL: 'http://127.0.0.1:9/none.zip',
  MARQUEE_HOME: home,
  ...env,
})

export async function startMarquee(
  home: string,
  env: Record<string, string> = {},
  args: string[] = [],
): Promise<Start> {
  const port = env.PORT ? Number(env.PORT) : await freePort()
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environmentOf(home, { PORT: String(port), ...env }),
  })
  let output = ''
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const settled = new Promise<'serves' | 'ended'>((resolve) => {
    const keep = (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('Marquee is at')) resolve('serves')
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('close', () => resolve('ended'))
  })
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return exit
  }
  return { process: child, url: `http://127.0.0.1:${port}`, output: () => output, settled, exit, stop }
}
