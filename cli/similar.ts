// marquee similar: films like one film.
import { Option } from 'commander'
import { loadToolEngine } from '@/lib/services/host/open-tool'
import { recommendSimilar, type SimilarMethod } from '@/lib/services/recommend/recommend-similar'
import {
  countOption,
  declareOnData,
  filterOf,
  outputOf,
  withFilter,
  withTool,
  type CommonOptions,
  type FilterOptions,
} from './command'
import { listRecommended, requireMovieId } from './films'

interface Options extends CommonOptions, FilterOptions {
  method: SimilarMethod
  count: number
}

export const similarCommand = () =>
  withFilter(
    declareOnData('similar', 'films like one film, by what they are about or by who loves them', [
      'marquee similar 1',
      'marquee similar "the third man" --method audience',
    ])
      .argument('<movie>', 'a movie id, or a title, with or without typos')
      .addOption(
        new Option('--method <name>', 'what makes two films alike').choices(['content', 'audience']).default('content'),
      )
      .addOption(countOption()),
  ).action(similar)

async function similar(given: string, options: Options) {
  const output = outputOf(options)
  await withTool(options, async (tool) => {
    const movieId = await requireMovieId(tool.host, given, output)
    await loadToolEngine(tool)
    const { method, count: k } = options
    const answer = await recommendSimilar(tool.host, { movieId, method, k, viewer: null, ...filterOf(options) })
    output.data(answer, () => listRecommended(answer, output))
  })
}
