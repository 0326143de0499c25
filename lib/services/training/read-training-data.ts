// The data that models are fitted on, read once and kept for as long as there is something to train.
import type { Config } from '@/lib/config/env'
import type { Db } from '@/lib/db/client'
import { readTrainingSnapshot } from '@/lib/db/training-data'
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import { indexGenome } from '@/lib/recsys/data/tag-genome'
import type { TrainingData } from '@/lib/recsys/models/contract'
import { saveSnapshot } from '@/lib/registry/snapshot'
import { snapshotFolder, type Recipe } from './artefact-keys'
import { shareGenome, shareRatings } from './thread-input'

const SNAPSHOT_VERSION = 'snapshot@1'

export interface FingerprintedData extends TrainingData {
  fingerprint: string
}

/** Whether one of these trainings needs to know when ratings were given. */
export const needTimes = (recipes: readonly Recipe[]) =>
  recipes.some(({ definition, config }) => definition.needsTimes?.(config))

/** What a training may see: times only where it needs them, or what it computes would depend on what was read for others. */
export const dataFor = (recipe: Recipe, data: FingerprintedData): FingerprintedData =>
  needTimes([recipe]) ? data : { ...data, ratings: data.ratings.withoutTimes() }

/** Also writes the snapshot that web processes start from. */
export async function readTrainingData(
  db: Db,
  config: Pick<Config, 'home'>,
  recipes: readonly Recipe[],
): Promise<FingerprintedData> {
  const { fingerprint, ratings, texts, genome } = await readTrainingSnapshot(db, needTimes(recipes))
  const matrix = RatingMatrix.fromTriples(
    ratings,
    Int32Array.from(texts, (text) => text.id),
  )
  const folder = snapshotFolder(config, fingerprint)
  const createdAt = new Date().toISOString()
  await saveSnapshot(folder, { snapshotFingerprint: fingerprint, codeVersion: SNAPSHOT_VERSION, createdAt }, matrix)
  return {
    fingerprint,
    ratings: shareRatings(matrix),
    texts: texts.map((text) => ({ ...text, overview: text.overview ?? '' })),
    genome: shareGenome(indexGenome(genome, matrix.itemIds)),
  }
}
