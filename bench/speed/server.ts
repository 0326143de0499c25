// Servers for the bench, Marquee's and others, and the load that is put on them.
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'

export interface Server {
  url: string
  /** Resident memory now, in MB; null where there is no /proc. */
  memory(): number | null
  stop(): Promise<void>
}

const READY_WITHIN_MS = 120_000
const TRY_EVERY_MS = 100

/** @param ready a path that answers 200 once the server serves. */
export async function startServer(
  [command, ...args]: readonly [string, ...string[]],
  env: Record<string, string>,
  url: string,
  ready: string,
): Promise<Server> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] })
  const end = Date.now() + READY_WITHIN_MS
  while (!(await answers(url + ready))) {
    if (child.exitCode !== null || Date.now() > end) {
      child.kill()
      throw new Error(`${command} ${args.join(' ')} does not serve ${url}${ready}.`)
    }
    await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS))
  }
  return { url, memory: () => residentMB(child), stop: () => stop(child) }
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => null)
  await response?.arrayBuffer()
  return response?.ok ?? false
}

function residentMB({ pid }: ChildProcess): number | null {
  if (process.platform !== 'linux') return null
  const kB = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return kB === undefined ? null : Number(kB) / 1024
}

const stop = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })

export interface Request {
  path: string
  headers?: Record<string, string>
}

export interface Load {
  perSecond: number
  p50: number
  p99: number
  failed: number
}

const CONNECTIONS = 50

export function putLoad(url: string, requests: readonly Request[], seconds: number): Promise<Load> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'load.mjs')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(output) as Load) : reject(new Error('The load failed.')),
    )
    child.stdin.end(JSON.stringify({ url, seconds, connections: CONNECTIONS, requests }))
  })
}
