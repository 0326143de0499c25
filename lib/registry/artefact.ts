// Fitted models on disk: a folder of raw arrays and, last of all, a manifest.
import { AppError } from '@/lib/errors/app-error'
import type { ModelState } from '@/lib/recsys/models/contract'
import { readArrays } from './arrays'
import { FORMAT_VERSION, requireManifest, type ModelManifest } from './manifest'
import { writeArtefact } from './write-artefact'

export { findManifest, type ModelManifest } from './manifest'

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
