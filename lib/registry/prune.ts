// Old artefacts and what killed processes left, removed.
import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { isAppError } from '@/lib/errors/app-error'
import { codeOf, isLeftover } from './durable'
import { findManifest, type Manifest } from './manifest'

export interface Keep {
  /** How many of each model, and how many snapshots, to keep; the newest. */
  newest: number
  /** Folder names to keep whatever their age: what an alias points to, what is in memory. */
  names?: Iterable<string>
}

/** A half-written folder this old has no writer any more. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000

/**
 * Removes from `root` the artefacts that are not to be kept, and folders abandoned half-written for an hour.
 * Folders that are no artefacts, and those whose manifest cannot be read, stay: they are not ours to judge.
 * @param keep a number means so many of each model, and of snapshots.
 * @returns the names of the removed folders, sorted.
 */
export async function pruneArtefacts(root: string, keep: number | Keep): Promise<string[]> {
  const { newest, names: named } = typeof keep === 'number' ? { newest: keep, names: [] } : keep
  const kept = new Set(named)
  const names = (await listFolders(root)).sort()
  const doomed: string[] = []
  const groups = new Map<string, { name: string; createdAt: string }[]>()
  for (const name of names) {
    if (isLeftover(name)) {
      if (await isAbandoned(path.join(root, name))) doomed.push(name)
      continue
    }
    const manifest = await readableManifest(path.join(root, name))
    if (!manifest) continue
    const group = manifest.kind === 'model' ? `model ${manifest.model}` : manifest.kind
    groups.set(group, [...(groups.get(group) ?? []), { name, createdAt: manifest.createdAt }])
  }
  for (const group of groups.values()) {
    const newestFirst = group.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
    doomed.push(...newestFirst.slice(newest).flatMap(({ name }) => (kept.has(name) ? [] : [name])))
  }
  for (const name of doomed) await rm(path.join(root, name), { recursive: true, force: true })
  return doomed.sort()
}

async function listFolders(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

async function isAbandoned(dir: string): Promise<boolean> {
  return Date.now() - (await stat(dir)).mtimeMs > ABANDONED_AFTER_MS
}

async function readableManifest(dir: string): Promise<Manifest | null> {
  try {
    return await findManifest(dir)
  } catch (error) {
    if (isAppError(error) && error.code === 'bad_artefact') return null
    throw error
  }
}
