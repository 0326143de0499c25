// A folder that appears whole or not at all, however the process ends.
import { open, mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'

const PART = '.part'
const REPLACED = '.replaced'

/** Whether a folder is what a killed process left behind. */
export const isLeftover = (name: string) => name.endsWith(PART) || name.endsWith(REPLACED)

/**
 * Fills `dir.part`, then renames it to `dir`. A folder already there gives way only once its successor is complete.
 * Every file must be written by {@link writeDurably}.
 */
export async function createFolder(dir: string, fill: (part: string) => Promise<void>): Promise<void> {
  const part = dir + PART
  await rm(part, { recursive: true, force: true })
  await mkdir(part, { recursive: true })
  await fill(part)
  await syncFolder(part)
  await replaceFolder(part, dir)
  await syncFolder(path.dirname(dir))
}

/** Writes a file and waits until it is on the disk. */
export async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A folder cannot be renamed over one that holds files, so the old one steps aside first. */
async function replaceFolder(part: string, dir: string): Promise<void> {
  const old = dir + REPLACED
  await rm(old, { recursive: true, force: true })
  try {
    await rename(dir, old)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
  await rename(part, dir)
  await rm(old, { recursive: true, force: true })
}

/** The rename itself must survive a power cut. Windows cannot open folders and needs no such call. */
async function syncFolder(dir: string): Promise<void> {
  if (path.sep === '\\') return
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The system's code of a failed file operation, e.g. "ENOENT". */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
