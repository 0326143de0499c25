// Adds a tag genome, as large as MovieLens 25M's, to a folder that has a movies.csv; the same for the same seed.
// npx tsx bench/generate-genome.ts FOLDER [--films 13816] [--tags 1128] [--traits 40] [--seed 1]
import { once } from 'node:events'
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createRandom } from '@/lib/math/random'

export interface GenomeSize {
  films: number
  tags: number
  /** What a film is made of: the rest of its genome is noise. */
  traits: number
  seed: number
}

const PIECE = 1 << 20
/** MovieLens rounds relevance to this. */
const STEP = 0.00025

/** relevance = σ(loadings · traits − 2 + noise); the k-th trait spreads films by 1 / √k, and genres are traits of their own. */
export async function generateGenome(folder: string, size: GenomeSize): Promise<void> {
  const random = createRandom(size.seed)
  const films = readFilms(folder).slice(0, size.films)
  const genres = [...new Set(films.flatMap((film) => film.genres))]
  const width = size.traits + genres.length
  const loadings = Float64Array.from({ length: size.tags * width }, () => random.normal())
  const tags = Array.from({ length: size.tags }, (_, tag) => `${tag + 1},tag ${tag + 1}`)
  writeFileSync(path.join(folder, 'genome-tags.csv'), `tagId,tag\n${tags.join('\n')}\n`)
  const file = createWriteStream(path.join(folder, 'genome-scores.csv'))
  let text = 'movieId,tagId,relevance\n'
  for (const film of films) {
    const traits = Float64Array.from({ length: width }, (_, k) =>
      k < size.traits ? random.normal() / Math.sqrt(k + 1) : Number(film.genres.includes(genres[k - size.traits])),
    )
    for (let tag = 0; tag < size.tags; tag++) {
      let strength = 0.3 * random.normal() - 2
      for (let k = 0; k < width; k++) strength += traits[k] * loadings[tag * width + k]
      const relevance = Math.round(1 / (1 + Math.exp(-strength)) / STEP) * STEP
      text += `${film.id},${tag + 1},${relevance}\n`
    }
    if (text.length < PIECE) continue
    if (!file.write(text)) await once(file, 'drain')
    text = ''
  }
  file.end(text)
  await once(file, 'finish')
}

function readFilms(folder: string): { id: number; genres: string[] }[] {
  const lines = readFileSync(path.join(folder, 'movies.csv'), 'utf8').trimEnd().split('\n').slice(1)
  return lines.map((line) => ({
    id: Number(line.slice(0, line.indexOf(','))),
    genres: line.slice(line.lastIndexOf(',') + 1).split('|'),
  }))
}

const isMain = process.argv[1]?.endsWith('generate-genome.ts')
if (isMain) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      films: { type: 'string', default: '13816' },
      tags: { type: 'string', default: '1128' },
      traits: { type: 'string', default: '40' },
      seed: { type: 'string', default: '1' },
    },
  })
  await generateGenome(positionals[0], {
    films: Number(values.films),
    tags: Number(values.tags),
    traits: Number(values.traits),
    seed: Number(values.seed),
  })
}
