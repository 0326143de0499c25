// ratings.csv and ratings.dat as batches of typed arrays.
import type { RatingBatch } from '../data-set'
import type { SourceFile } from '../files/file-set'
import { readLineBlocks } from '../files/line-blocks'
import type { MovieIdSet } from '../movie-id-set'
import type { Report } from '../report'
import type { RatingFormat } from './rating-parser'
import { RatingParser } from './rating-parser'
import { countBytes } from './read-rows'

export async function* readRatings(
  file: SourceFile,
  format: Pick<RatingFormat, 'separator' | 'header' | 'nColumns'>,
  report: Report,
  knownMovies?: MovieIdSet,
): AsyncGenerator<RatingBatch> {
  const parser = new RatingParser({ ...format, file: file.name, knownMovies }, report)
  for await (const block of readLineBlocks(countBytes(await file.open(), report))) {
    let at = 0
    while (at < block.length) {
      at = parser.parse(block, at)
      if (parser.isFull) yield parser.takeBatch()
    }
  }
  if (!parser.isEmpty) yield parser.takeBatch()
}
