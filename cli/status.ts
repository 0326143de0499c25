// marquee status: how this installation stands.
import { getStatus, type Status } from '@/lib/services/studio/get-status'
import { declareOnData, outputOf, withTool, type CommonOptions } from './command'
import { bold, bytes, count, counted, faint, table, type Output } from './output'

export const statusCommand = () =>
  declareOnData('status', 'database, data, models, artefacts, and whether a server answers', [
    'marquee status',
    'marquee status --json',
  ]).action(status)

async function status(options: CommonOptions) {
  const output = outputOf(options)
  await withTool(options, async (tool) => {
    const answer = await getStatus(tool)
    output.data(answer, () => describe(answer, output))
  })
}

function describe({ database, dataSet, counts, models, artefacts, server }: Status, output: Output): string {
  const kind = database.kind === 'embedded' ? 'bundled' : 'outside'
  const running = database.wasRunning ? '' : ', started for this command'
  const lines = [
    ['Database', `${kind}, ${database.address}/${database.name}, ${bytes(database.bytes)}${running}`],
    ['Data set', dataSet ? `${dataSet.name}${dataSet.synthetic ? ' (synthetic audience)' : ''}` : 'none yet'],
    [
      'Crowd',
      `${counted(counts.movies, 'film')}, ${counted(counts.crowdProfiles, 'user')}, ${counted(counts.crowdRatings, 'rating')}`,
    ],
    [
      'People',
      `${counted(counts.persons, 'person')}, ${counted(counts.personRatings, 'rating')}, ${counted(counts.recommendations, 'recommendation')}, ${count(counts.feedback)} feedback`,
    ],
    ['Artefacts', `${artefacts.count} in ${artefacts.folder}, ${bytes(artefacts.bytes)}`],
    [
      'Server',
      server.reachable ? `${server.url}, ${server.ready ? 'ready' : 'not ready yet'}` : `none at ${server.url}`,
    ],
  ]
  const rows = models.map(({ name, state, lastRun }) => [
    name,
    state,
    lastRun ? lastRun.startedAt.slice(0, 19).replace('T', ' ') : '',
    lastRun?.seconds === null || !lastRun ? '' : `${lastRun.seconds.toFixed(1)} s`,
    lastRun?.error ?? faint(lastRun?.id ?? '', output),
  ])
  return [
    ...lines.map(([label, text]) => `${bold(label.padEnd(10), output)} ${text}`),
    '',
    table(['model', 'state', 'last run (UTC)', 'took', 'run'], rows, output),
  ].join('\n')
}
