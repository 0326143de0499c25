// What a dump of film metadata does to "More like this": the first five by content, without it and with it.
// node --import tsx bench/enrichment.ts ml-latest-small.zip tmdb-movies.jsonl.gz
import { formatTable } from '@/cli/report'
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import { contentModel } from '@/lib/recsys/models/content'
import { readEvaluationData, type EvaluationData } from '@/lib/services/evaluation/read-evaluation-data'

const FILMS = [
  'Toy Story',
  'The Matrix',
  'Heat',
  'Alien',
  'The Godfather',
  'Finding Nemo',
  'Casablanca',
  'Jaws',
  'Groundhog Day',
  'Spirited Away',
  'The Silence of the Lambs',
  'Apollo 13',
  'Titanic',
]
const N = 5

const [file, dump] = process.argv.slice(2)
if (!file || !dump)
  throw new Error('Name a data set and a dump: bench/enrichment.ts ml-latest-small.zip tmdb-movies.jsonl.gz')

function similarByContent({ ratings, itemIds, texts }: EvaluationData): Map<string, string> {
  const matrix = RatingMatrix.fromTriples(ratings, itemIds)
  const model = contentModel.fit({ ratings: matrix, texts }, contentModel.parseConfig({}), { seed: 1 })
  return new Map(
    FILMS.map((title) => {
      const near =
        model.similar?.(
          texts.findIndex((text) => text.title === title),
          N,
        ) ?? []
      return [title, near.map(({ item }) => texts[item].title).join(' · ')]
    }),
  )
}

const before = similarByContent(await readEvaluationData(file))
const after = similarByContent(await readEvaluationData(file, dump))
const rows = FILMS.map((title) => [title, before.get(title) ?? '', after.get(title) ?? ''])
console.log(formatTable([['film', 'before', 'after'], ...rows]))
