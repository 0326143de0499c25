// Fitted models on disk: saved, loaded and, when enough newer ones are there, removed.
import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError, isAppError } from '@/lib/errors/app-error'
import type { ModelState } from '@/lib/recsys/models/contract'
import { readArrays } from './arrays'
import { codeOf, isLeftover } from './durable'
import { findManifest, FORMAT_VERSION, requireManifest, type Manifest, type ModelManifest } from './manifest'
import { writeArtefact } from './write-artefact'

export { findManifest } from './manifest'

/** What is known of a fitted model beside its state. `createdAt` is an ISO 8601 time in UTC. */
export type ArtefactInfo = Omit<ModelManifest, 'format' | 'kind' | 'arrays' | 'meta'>

/**
 * Stores a model. A kill at any time leaves either nothing at `dir` or a whole artefact; an older one there is replaced.
 * @returns the manifest as written.
 */
export async function saveArtefact(dir: string, info: ArtefactInfo, state: ModelState): Promise<ModelManifest> {
  return writeArtefact(dir, state.arrays, (arrays) => ({
    ...info,
    format: FORMAT_VERSION,
    kind: 'model' as const,
    arrays,
    meta: state.meta,
  }))
}

/**
 * Loads a model's state and checks every byte of it.
 * @throws AppError('not_found') when there is nothing at `dir`; AppError('bad_artefact') when the folder has no manifest, holds
 * something else, or was damaged.
 */
export async function loadArtefact(dir: string): Promise<{ manifest: ModelManifest; state: ModelState }> {
  const manifest = await requireManifest(dir)
  if (manifest.kind !== 'model')
    throw new AppError('bad_artefact', `${dir} holds a ${manifest.kind}, expected a model.`)
  return { manifest, state: { arrays: await readArrays(dir, manifest.arrays), meta: manifest.meta } }
}

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
