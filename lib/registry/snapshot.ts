// The crowd's ratings as an artefact, so that a start need not read them out of the database again.
import { AppError } from '@/lib/errors/app-error'
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import type { ModelState } from '@/lib/recsys/models/contract'
import { readArrays } from './arrays'
import { FORMAT_VERSION, requireManifest, type SnapshotManifest } from './manifest'
import { writeArtefact } from './write-artefact'

export type SnapshotInfo = Omit<SnapshotManifest, 'format' | 'kind' | 'arrays' | 'meta'>

/** Stores a matrix without times: 5 bytes per rating. Whole or not at all, as a model's artefact. */
export async function saveSnapshot(dir: string, info: SnapshotInfo, ratings: RatingMatrix): Promise<SnapshotManifest> {
  const { userIds, itemIds, nUsers, nItems, nRatings } = ratings
  const { indptr, indices, halfStars } = ratings.rows
  return writeArtefact(dir, { userIds, itemIds, indptr, indices, halfStars }, (arrays) => ({
    ...info,
    format: FORMAT_VERSION,
    kind: 'snapshot' as const,
    arrays,
    meta: { nUsers, nItems, nRatings },
  }))
}

/** @throws AppError('not_found') when there is none, AppError('bad_artefact') when it is damaged. */
export async function loadSnapshot(dir: string): Promise<{ manifest: SnapshotManifest; ratings: RatingMatrix }> {
  const manifest = await requireManifest(dir)
  if (manifest.kind !== 'snapshot')
    throw new AppError('bad_artefact', `${dir} holds a ${manifest.kind}, expected a snapshot.`)
  return { manifest, ratings: toMatrix(await readArrays(dir, manifest.arrays), dir) }
}

function toMatrix({ userIds, itemIds, indptr, indices, halfStars }: ModelState['arrays'], dir: string): RatingMatrix {
  const typed =
    userIds instanceof Int32Array &&
    itemIds instanceof Int32Array &&
    indptr instanceof Uint32Array &&
    indices instanceof Int32Array &&
    halfStars instanceof Uint8Array
  if (!typed)
    throw new AppError('bad_artefact', `${dir} lacks a part of the ratings. Delete the folder; it is made again.`)
  return new RatingMatrix(userIds, itemIds, { indptr, indices, halfStars })
}
