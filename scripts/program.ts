// A child process of the launcher: it says when it is ready, and is stopped gently, then firmly.
import { fork } from 'node:child_process'
import path from 'node:path'
import { AppError } from '@/lib/errors/app-error'
import type { ProgramMessage } from '@/lib/services/host/program-message'

const STOP_WITHIN_MS = 15_000

export interface Program {
  name: string
  /** Resolves when the program says so; what it reports until then goes to `report`. */
  ready(report: (text: string) => void): Promise<void>
  /** How it ended, in words. */
  ended: Promise<string>
  stop(): Promise<void>
}

export function startProgram(name: 'server' | 'worker', env: Record<string, string>): Program {
  const child = fork(path.join(import.meta.dirname, `${name}.js`), {
    execArgv: ['--enable-source-maps'],
    // What Next says on stdout is for developers; failures come on stderr.
    stdio: ['ignore', env.NODE_ENV === 'development' ? 'inherit' : 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  })
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`))
    child.once('error', (error) => resolve(error.message))
  })
  return {
    name,
    ended,
    ready: (report) =>
      new Promise((resolve, reject) => {
        let isReady = false
        child.on('message', (message: ProgramMessage) => {
          // A worker trains on after it is ready; nobody waits for that.
          if (message.type === 'progress' && !isReady) report(message.text)
          if (message.type === 'failed') reject(new AppError('unavailable', message.text))
          if (message.type !== 'ready') return
          isReady = true
          resolve()
        })
        void ended.then((how) => reject(new AppError('unavailable', `The ${name} could not start (${how}).`)))
      }),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const firmly = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
      await ended
      clearTimeout(firmly)
    },
  }
}
