// marquee search: films by their titles.
import { searchMovies } from '@/lib/services/catalogue/search-movies'
import { declareOnData, outputOf, wholeNumber, withTool, type CommonOptions } from './command'
import { nameOf } from './films'
import { table } from './output'

interface Options extends CommonOptions {
  genre?: string
  limit: number
  cursor?: string
}

export const searchCommand = () =>
  declareOnData('search', 'find films by title; forgives typos and missing accents', [
    'marquee search amelie',
    'marquee search "star wars" --limit 5 --json',
  ])
    .argument('<query>', 'words of a title')
    .option('--genre <genre>', 'only films of this genre')
    .option('--limit <n>', 'how many at most', wholeNumber(1, 100), 20)
    .option('--cursor <cursor>', 'the nextCursor of the answer before (see --json)')
    .action(search)

async function search(q: string, options: Options) {
  const output = outputOf(options)
  const { genre, limit, cursor } = options
  await withTool(options, async ({ host }) => {
    const page = await searchMovies(host, { q: q.trim().slice(0, 200), genre, limit, cursor })
    const rows = page.items.map((movie) => [
      String(movie.id),
      nameOf(movie),
      movie.genres.join(', '),
      movie.stats.mean?.toFixed(1) ?? '',
      movie.stats.count,
    ])
    output.data(page, () =>
      rows.length ? table(['id', 'film', 'genres', 'mean', 'ratings'], rows, output) : 'No film.',
    )
  })
}
