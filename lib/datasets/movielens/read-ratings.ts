// ratings.csv and ratings.dat as batches of typed arrays.
import type { RatingBatch } from '../data-set'
import type { SourceFile } from '../files/file-set'
import { readLineBlocks } from '../files/line-blocks'
import type { MovieIdSet } from '../movie-id-set'
import type { Report } from '../report'
import type { Separator } from './split-fields'
import { RatingParser } from './rating-parser'
import { countBytes } from './read-rows'

export async function* readRatings(
  file: SourceFile,
  separator: Separator,
  report: Report,
  knownMovies?: MovieIdSet,
): AsyncGenerator<RatingBatch> {
  const parser = new RatingParser({ file: file.name, separator, knownMovies }, report)
  for await (const block of readLineBlocks(countBytes(await file.open(), report))) {
    let at = 0
    while (at < block.length) {
      at = parser.parse(block, at)
      if (parser.isFull) yield parser.takeBatch()
    }
  }
  if (!parser.isEmpty) yield parser.takeBatch()
}
