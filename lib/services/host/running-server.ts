// Where the web process of this installation listens: a note in its home, so that a command needs no PORT to find it.
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { addressOf } from '@/lib/config/address'
import type { Config } from '@/lib/config/env'

const TIMEOUT_MS = 1500

const noteSchema = z.object({ url: z.url({ protocol: /^https?$/ }), pid: z.number().int() })

const noteOf = (config: Pick<Config, 'home'>) => path.join(config.home, 'server.json')

/** To be called once it listens. Returns how to take the note away again. */
export async function noteServer(config: Config): Promise<() => Promise<void>> {
  const text = JSON.stringify({ url: addressOf(config), pid: process.pid })
  await writeFile(noteOf(config), text)
  return async () => {
    // A server that was started meanwhile has left its own.
    if ((await readNote(config)) === text) await rm(noteOf(config), { force: true })
  }
}

/** Null where there is none. */
const readNote = (config: Pick<Config, 'home'>) => readFile(noteOf(config), 'utf8').catch(() => null)

export interface ServerState {
  url: string
  reachable: boolean
  ready: boolean
}

/** The server that left a note, where it still answers; else whatever answers at the address of the settings. */
export async function findServer(config: Config): Promise<ServerState> {
  const note = parseNote(await readNote(config))
  const noted = note === null ? null : await askServer(note)
  return noted?.reachable ? noted : askServer(addressOf(config))
}

function parseNote(text: string | null): string | null {
  try {
    return noteSchema.safeParse(JSON.parse(text ?? 'null')).data?.url ?? null
  } catch {
    // Cut by a full disk or a power cut: as good as none.
    return null
  }
}

async function askServer(url: string): Promise<ServerState> {
  try {
    const answer = await fetch(`${url}/api/v1/ready`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    await answer.body?.cancel()
    return { url, reachable: answer.status === 200 || answer.status === 503, ready: answer.status === 200 }
  } catch {
    return { url, reachable: false, ready: false }
  }
}
