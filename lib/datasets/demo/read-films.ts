// Reads the bundled catalogue: a folder of JSON files, one film a line.
import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@/lib/errors/app-error'
import type { BadRow } from '../report'
import type { DemoFilm } from './film'
import { demoFilmSchema } from './film'

export interface Films {
  films: DemoFilm[]
  badRows: BadRow[]
  bytes: number
  /** sha256, hex, of the files. */
  hash: string
}

/** @throws AppError('not_found') without a catalogue there, AppError('bad_data') when a file is not a list. */
export async function readFilms(directory: string): Promise<Films> {
  const read: Films = { films: [], badRows: [], bytes: 0, hash: '' }
  const hash = createHash('sha256')
  for (const name of await listFiles(directory)) {
    const text = await readFile(path.join(directory, name), 'utf8')
    read.bytes += Buffer.byteLength(text)
    hash.update(`${name} ${text.length}\n`).update(text)
    parseList(directory, name, text).forEach((value, index) => {
      const film = demoFilmSchema.safeParse(value)
      if (film.success) read.films.push(film.data)
      // One film a line, below the line of the opening bracket.
      else read.badRows.push({ file: name, line: index + 2, reason: 'not a film as the demo catalogue describes one' })
    })
  }
  if (read.films.length === 0) throw new AppError('not_found', explainMissing(directory))
  return { ...read, hash: hash.digest('hex') }
}

const explainMissing = (directory: string) =>
  `There is no demo catalogue in ${directory}: expected JSON files, one for each decade. Get them back from the repository (git checkout -- prisma/demo).`

async function listFiles(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).filter((name) => name.endsWith('.json')).sort()
  } catch (error) {
    throw new AppError('not_found', explainMissing(directory), { cause: error })
  }
}

function parseList(directory: string, name: string, text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    if (Array.isArray(value)) return value
  } catch (error) {
    throw new AppError(
      'bad_data',
      `${path.join(directory, name)} is not valid JSON. Get it back from the repository.`,
      { cause: error },
    )
  }
  throw new AppError(
    'bad_data',
    `${path.join(directory, name)} holds no list of films. Get it back from the repository.`,
  )
}
