// marquee recommend: for a user of the data set, or for ratings in a file.
import { AppError } from '@/lib/errors/app-error'
import { loadToolEngine } from '@/lib/services/host/open-tool'
import { recommendForRatings } from '@/lib/services/recommend/recommend-for-ratings'
import { recommendForUser } from '@/lib/services/recommend/recommend-for-user'
import {
  countOption,
  declareOnData,
  filterOf,
  outputOf,
  parseId,
  withFilter,
  withTool,
  type CommonOptions,
  type FilterOptions,
} from './command'
import { listRecommended } from './films'
import { readRatingsFile } from './ratings-file'

interface Options extends CommonOptions, FilterOptions {
  user?: number
  ratings?: string
  method: string
  count: number
}

export const recommendCommand = () =>
  withFilter(
    declareOnData('recommend', 'recommend films, with the reason for each', [
      'marquee recommend --user 42',
      'marquee recommend --ratings mine.csv --method content -k 20 --genre Comedy --year-from 1990',
    ])
      .option('--user <id>', 'a user of the data set', parseId)
      .option('--ratings <file>', 'CSV with movieId and rating, or JSON; - reads standard input')
      .option('--method <name>', 'by which method; champion is the one that serves the pages', 'champion')
      .addOption(countOption()),
  ).action(recommend)

async function recommend(options: Options) {
  const output = outputOf(options)
  const { user, method, count: k } = options
  if ((user === undefined) === (options.ratings === undefined))
    throw new AppError('invalid', 'Say for whom: either --user ID or --ratings FILE.')
  const ratings = options.ratings === undefined ? undefined : await readRatingsFile(options.ratings)
  await withTool(options, async (tool) => {
    await loadToolEngine(tool)
    const wanted = { method, k, ...filterOf(options) }
    if (ratings === undefined) {
      const answer = await recommendForUser(tool.host, { userId: user ?? 0, viewer: null, ...wanted })
      output.data(answer, () => listRecommended(answer, output))
      return
    }
    const answer = await recommendForRatings(tool.host, { ratings, ...wanted })
    output.data(answer, () => listRecommended(answer, output))
    if (answer.unknownRatings.length)
      output.message(`Left out, because this catalogue has no such movie: ${answer.unknownRatings.join(', ')}.`)
  })
}
