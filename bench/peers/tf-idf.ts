// TF-IDF over 60,000 generated documents and the 50 most similar ones to a document, beside scikit-learn.
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import { contentModel } from '@/lib/recsys/models/content'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { median } from './framework/median'
import { asItemText, generateDocuments } from '../generate-documents'
import type { Comparison, Measured, SideContext } from './framework/comparison'

const DOCUMENTS = 60_000
const QUERIES = 500
const NEAREST = 50
/** Words alone, as a vectoriser sees them. */
const ONLY_WORDS = { title: 0, genres: 0, keywords: 0, keywordWords: 0, tags: 0, directors: 0, cast: 0, overview: 1 }

/** One document a line, written once for both sides. */
function prepareDocuments(scratch: string): string {
  const file = path.join(scratch, `documents-${DOCUMENTS}.txt`)
  if (existsSync(file)) return file
  mkdirSync(scratch, { recursive: true })
  writeFileSync(`${file}.part`, generateDocuments(DOCUMENTS).join('\n'))
  renameSync(`${file}.part`, file)
  return file
}

function fitAndAsk({ scratch }: SideContext): Measured {
  const texts = readFileSync(prepareDocuments(scratch), 'utf8').split('\n').map(asItemText)
  const nothing = { userId: new Int32Array(0), movieId: new Int32Array(0), halfStars: new Uint8Array(0) }
  const ratings = RatingMatrix.fromTriples(
    nothing,
    Int32Array.from(texts, (_, item) => item),
  )
  const config = contentModel.parseConfig({ weights: ONLY_WORDS, minDf: 2, maxDfShare: 0.5, minLength: 0 })
  const start = performance.now()
  const model = contentModel.fit({ ratings, texts }, config, { seed: 1 })
  const fit = (performance.now() - start) / 1000
  const times = Array.from({ length: QUERIES }, (_, query) => {
    const began = performance.now()
    model.similar?.(query * Math.floor(DOCUMENTS / QUERIES), NEAREST)
    return (performance.now() - began) / 1000
  })
  const slowest = times.toSorted((a, b) => a - b)[Math.floor(QUERIES * 0.99)]
  const terms = model.save().meta.nTerms
  return { fit, query: median(times), queryP99: slowest, terms: typeof terms === 'number' ? terms : 0 }
}

export const comparisons: Comparison[] = [
  {
    name: 'tf-idf',
    title: `TF-IDF over ${DOCUMENTS} documents and the ${NEAREST} most similar to one, beside scikit-learn`,
    data: 'none',
    requires: ['sklearn'],
    figures: {
      fit: { kind: 'seconds', goal: 3 },
      query: { kind: 'seconds' },
      queryP99: { kind: 'seconds' },
      terms: { kind: 'quality' },
    },
    ours: fitAndAsk,
    theirs: { script: 'sklearn_tf_idf.py', args: [`documents-${DOCUMENTS}.txt`, String(QUERIES), String(NEAREST)] },
  },
]
