// Everybody's ten best films by implicit ALS: seconds and memory. npx tsx bench/recommend-all.ts PATH [--threads 2] [--factors 64]
import { parseArgs } from 'node:util'
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import { implicitAlsConfigSchema } from '@/lib/recsys/models/implicit-als/config'
import { fitItemFactors } from '@/lib/recsys/models/implicit-als/fit'
import { ImplicitAls } from '@/lib/recsys/models/implicit-als/model'
import { readEvaluationData } from '@/lib/services/evaluation/read-evaluation-data'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    threads: { type: 'string', default: '2' },
    factors: { type: 'string', default: '64' },
    epochs: { type: 'string', default: '2' },
  },
})
if (!positionals[0]) throw new Error('Say which data: npx tsx bench/recommend-all.ts PATH')
const { ratings, itemIds } = await readEvaluationData(positionals[0])
const matrix = RatingMatrix.fromTriples(ratings, itemIds)
const threads = Number(values.threads)
const config = implicitAlsConfigSchema.parse({ factors: Number(values.factors), epochs: Number(values.epochs) })
const clock = <T>(work: () => T): [T, number] => {
  const start = performance.now()
  return [work(), (performance.now() - start) / 1000]
}
const [factors, fit] = clock(() => fitItemFactors(matrix, config, { seed: 1, threads }))
const model = new ImplicitAls(factors, config)
const [best, seconds] = clock(() => model.recommendAll(matrix.rows, 10, { threads }))
const listed = best.items.filter((item) => item >= 0).length
console.log(
  JSON.stringify({
    people: matrix.nUsers,
    films: matrix.nItems,
    ratings: matrix.nRatings,
    ...config,
    threads,
    fitSeconds: fit,
    recommendSeconds: seconds,
    listed,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  }),
)
