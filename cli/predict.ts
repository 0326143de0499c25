// marquee predict: how many stars a user would give.
import { loadToolEngine } from '@/lib/services/host/open-tool'
import { predictStars } from '@/lib/services/recommend/predict-stars'
import { declareOnData, outputOf, parseId, parseIds, withTool, type CommonOptions } from './command'
import { nameOf } from './films'
import { table } from './output'

interface Options extends CommonOptions {
  user: number
  movie: number[]
  method: string
}

export const predictCommand = () =>
  declareOnData('predict', 'how many stars a user of the data set would give', [
    'marquee predict --user 42 --movie 318',
    'marquee predict --user 42 --movie 318,527,1 --json',
  ])
    .requiredOption('--user <id>', 'a user of the data set', parseId)
    .requiredOption('--movie <ids>', 'one movie id, or more with commas between them', parseIds)
    .option('--method <name>', 'a method that predicts stars', 'user-knn')
    .action(predict)

async function predict(options: Options) {
  const output = outputOf(options)
  await withTool(options, async (tool) => {
    await loadToolEngine(tool)
    const answer = predictStars(tool.host, { userId: options.user, movieIds: options.movie, method: options.method })
    const rows = answer.items.map(({ movie, stars, interval, rated }) => [
      String(movie.id),
      nameOf(movie),
      stars?.toFixed(2) ?? 'too little to go by',
      interval ? `${interval.low.toFixed(1)} to ${interval.high.toFixed(1)}` : '',
      rated?.toFixed(1) ?? '',
    ])
    output.data(answer, () => table(['id', 'film', 'stars', '95 %', 'rated'], rows, output))
  })
}
