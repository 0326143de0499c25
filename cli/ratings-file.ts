// Somebody's ratings from a file: CSV with a header, or JSON.
import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { AppError, messageOf } from '@/lib/errors/app-error'
import { givenRatingsSchema, type GivenRating } from '@/lib/schemas/prediction'
import { fromCaller } from './command'

const EXPECTED = 'Expected CSV with the columns movieId and rating (or stars), or JSON: [{"movieId": 1, "stars": 4.5}].'

/** `-` is standard input. @throws AppError('not_found' | 'bad_data') */
export async function readRatingsFile(given: string): Promise<GivenRating[]> {
  const text = given === '-' ? await readInput() : await readFile(fromCaller(given), 'utf8').catch(explain(given))
  const parsed = givenRatingsSchema.safeParse(parseText(text))
  if (parsed.success) return parsed.data
  const [{ path, message }] = parsed.error.issues
  const where = typeof path[0] === 'number' ? ` Rating ${path[0] + 1}: ` : ' '
  throw new AppError('bad_data', `The ratings cannot be used.${where}${message} ${EXPECTED}`)
}

const explain = (given: string) => (cause: unknown) => {
  const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
  const why = isMissing ? `There is no file at ${given}.` : `${given} cannot be read: ${messageOf(cause)}.`
  throw new AppError(isMissing ? 'not_found' : 'bad_data', why, { cause })
}

async function readInput(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString('utf8')
}

function parseText(text: string): unknown {
  try {
    if (/^\s*\[/.test(text)) return JSON.parse(text)
    const rows = parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true }) as Record<
      string,
      string
    >[]
    return rows.map(({ movieId, rating, stars }) => ({ movieId: Number(movieId), stars: Number(rating ?? stars) }))
  } catch (cause) {
    throw new AppError('bad_data', `The ratings cannot be read: ${messageOf(cause)}. ${EXPECTED}`, { cause })
  }
}
