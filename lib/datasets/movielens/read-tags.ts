// tags.csv and tags.dat: what people called the films.
import type { TagRow } from '../data-set'
import type { SourceFile } from '../files/file-set'
import type { MovieIdSet } from '../movie-id-set'
import type { BadRowReason, Report } from '../report'
import { parseId, parseTimestamp, tidyText } from './parse-values'
import type { RowFormat } from './read-rows'
import { readRows } from './read-rows'

const MAX_TAG_LENGTH = 500

export function readTags(
  file: SourceFile,
  { separator, header }: Pick<RowFormat<TagRow>, 'separator' | 'header'>,
  report: Report,
  knownMovies?: MovieIdSet,
): AsyncGenerator<TagRow[]> {
  const parse = (fields: string[]) => parseTag(fields, knownMovies)
  return readRows(file, { separator, header, nColumns: 4, parse }, report)
}

function parseTag(
  [userField, movieField, tagField, timeField]: string[],
  knownMovies?: MovieIdSet,
): TagRow | BadRowReason {
  const userId = parseId(userField)
  if (typeof userId === 'string') return userId
  const movieId = parseId(movieField)
  if (typeof movieId === 'string') return movieId
  const taggedAt = parseTimestamp(timeField)
  if (typeof taggedAt === 'string') return taggedAt
  const tag = tidyText(tagField)
  if (tag === '') return 'empty tag'
  if (tag.length > MAX_TAG_LENGTH) return 'tag longer than 500 characters'
  return knownMovies?.has(movieId) === false ? 'movie not in catalogue' : { userId, movieId, tag, taggedAt }
}
