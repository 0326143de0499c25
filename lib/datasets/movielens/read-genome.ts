// genome-scores.csv and genome-tags.csv: how much each tag says about each film, in batches of columns.
import type { GenomeBatch, GenomeKeys, GenomeTag } from '../data-set'
import { readLineBlocks } from '../files/line-blocks'
import type { BadRowReason, Report } from '../report'
import { GenomeParser } from './genome-parser'
import { parseId, tidyText } from './parse-values'
import type { Part } from './parts'
import { countBytes, readRows } from './read-rows'

export async function* readGenomeScores(
  { file, header, separator }: Part,
  report: Report,
  known: GenomeKeys = {},
): AsyncGenerator<GenomeBatch> {
  const parser = new GenomeParser({ file: file.name, separator, header, known }, report)
  for await (const block of readLineBlocks(countBytes(await file.open(), report))) {
    let at = 0
    while (at < block.length) {
      at = parser.parse(block, at)
      if (parser.isFull) yield parser.takeBatch()
    }
  }
  if (!parser.isEmpty) yield parser.takeBatch()
}

export function readGenomeTags(part: Part, report: Report): AsyncGenerator<GenomeTag[]> {
  return readRows(part.file, { ...part, parse: parseGenomeTag }, report)
}

function parseGenomeTag([idField, tagField]: string[]): GenomeTag | BadRowReason {
  const tagId = parseId(idField)
  if (typeof tagId === 'string') return tagId
  const tag = tidyText(tagField)
  return tag === '' ? 'empty tag' : { tagId, tag }
}
