// marquee stats: the installation in numbers.
import { getStats } from '@/lib/services/studio/get-stats'
import type { Stats } from '@/lib/schemas/catalogue'
import { loadToolEngine } from '@/lib/services/host/open-tool'
import { declareOnData, outputOf, withTool, type CommonOptions } from './command'
import { bold, count, counted, table, type Output } from './output'

export const statsCommand = () =>
  declareOnData('stats', 'crowd, people, and the use of each method in numbers', [
    'marquee stats',
    'marquee stats --json',
  ]).action(stats)

async function stats(options: CommonOptions) {
  const output = outputOf(options)
  await withTool(options, async (tool) => {
    await loadToolEngine(tool)
    const answer = await getStats(tool.host)
    output.data(answer, () => describe(answer, output))
  })
}

const BAR = 40

function describe({ dataSet, synthetic, crowd, people, methods }: Stats, output: Output): string {
  const highest = Math.max(1, ...crowd.histogram)
  const histogram = crowd.histogram.map(
    (n, i) => `${((i + 1) / 2).toFixed(1)}  ${'█'.repeat(Math.round((BAR * n) / highest)).padEnd(BAR)}  ${count(n)}`,
  )
  const used = methods.map((m) => [m.method, m.recommendations, m.items, m.up, m.down, m.notInterested, m.seen])
  const of = `${counted(crowd.nMovies, 'film')}, ${counted(crowd.nUsers, 'user')}, ${counted(crowd.nRatings, 'rating')}`
  return [
    `${bold(dataSet, output)}${synthetic ? ' (synthetic audience)' : ''}: ${of}`,
    `${(100 * crowd.density).toFixed(2)} % of all pairs are rated, with ${crowd.mean?.toFixed(2) ?? 'no'} stars on average`,
    '',
    ...histogram,
    '',
    `${counted(people.nPersons, 'person')} gave ${counted(people.nRatings, 'rating')} and ${count(people.nFeedback)} feedback`,
    ...(used.length
      ? ['', table(['method', 'recommendations', 'films', 'up', 'down', 'not interested', 'seen'], used, output)]
      : []),
  ].join('\n')
}
