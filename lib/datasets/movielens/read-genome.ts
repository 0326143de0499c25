// genome-scores.csv and genome-tags.csv: how much each tag says about each film, in batches of columns.
import type { GenomeBatch, GenomeKeys, GenomeTag } from '../data-set'
import { readTextLines } from '../files/text-lines'
import type { BadRowReason, Report } from '../report'
import { parseId, tidyText } from './parse-values'
import type { Part } from './parts'
import { countBytes, readRows } from './read-rows'
import { splitFields } from './split-fields'

const BATCH_ROWS = 1 << 16

export async function* readGenomeScores(
  { file, header, separator }: Part,
  report: Report,
  known: GenomeKeys = {},
): AsyncGenerator<GenomeBatch> {
  let batch = createBatch()
  for await (const lines of readTextLines(countBytes(await file.open(), report)))
    for (const { number, text } of lines) {
      if (header && number === 1) continue
      const problem = text === null ? 'line longer than 1 MB' : addScore(batch, splitFields(text, separator), known)
      if (problem !== null) report.addBadRow(file.name, number, problem)
      if (batch.length < BATCH_ROWS) continue
      yield batch
      batch = createBatch()
    }
  if (batch.length > 0) yield batch
}

/** Puts the row into the batch, or says why it is none. */
function addScore(batch: GenomeBatch, fields: string[] | null, known: GenomeKeys): BadRowReason | null {
  if (fields === null) return 'unclosed quote'
  if (fields.length !== 3) return 'wrong number of columns'
  const movieId = parseId(fields[0])
  if (typeof movieId === 'string') return movieId
  const tagId = parseId(fields[1])
  if (typeof tagId === 'string') return tagId
  const relevance = Number(fields[2])
  if (fields[2].trim() === '' || Number.isNaN(relevance)) return 'not a number'
  if (relevance < 0 || relevance > 1) return 'relevance is not from 0 to 1'
  if (known.movies?.has(movieId) === false) return 'movie not in catalogue'
  if (known.tags?.has(tagId) === false) return 'tag not in genome-tags'
  batch.movieId[batch.length] = movieId
  batch.tagId[batch.length] = tagId
  batch.relevance[batch.length] = relevance
  batch.length += 1
  return null
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

const createBatch = (): GenomeBatch => ({
  length: 0,
  movieId: new Int32Array(BATCH_ROWS),
  tagId: new Int32Array(BATCH_ROWS),
  relevance: new Float32Array(BATCH_ROWS),
})
