// marquee import: a data set into the database, all of it or nothing.
import { loadConfig } from '@/lib/config/env'
import { openDataSet } from '@/lib/datasets/movielens/open-movielens'
import { remember } from '@/lib/services/imports/choose-data-set'
import { importDataSet, type ImportDataSetResult } from '@/lib/services/imports/import-data-set'
import { openDatabase } from '@/lib/services/host/open-database'
import { listBadRows } from './bad-rows'
import { declare, fromCaller, outputOf, type CommonOptions } from './command'
import { counted } from './output'

export const importCommand = () =>
  declare('import', 'import a data set, and use it from now on', [
    'marquee import ~/Downloads/ml-25m.zip',
    'marquee import ~/ml-1m --dry-run',
    'marquee import extra-ratings.csv --as ml-1m --batch "November"',
  ])
    .argument(
      '<path>',
      'a zip as downloaded from grouplens.org, the folder it unpacks to, or a file of userId,movieId,rating',
    )
    .option('--as <name>', 'which data set it belongs to (default: what the file is called)')
    .option('--batch <label>', 'a name under which marquee batches shows it')
    .option('--dry-run', 'say what would change, and change nothing')
    .action(importPath)

interface ImportOptions extends CommonOptions {
  as?: string
  batch?: string
  dryRun?: boolean
}

async function importPath(given: string, options: ImportOptions) {
  const output = outputOf(options)
  const config = loadConfig()
  const file = fromCaller(given)
  const source = await openDataSet(file)
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop)
  try {
    const database = await openDatabase(config, options.as ?? source.name)
    try {
      const result = await importDataSet({
        connectionString: database.url,
        source,
        as: options.as,
        batch: options.batch,
        dryRun: options.dryRun,
        signal: stopping.signal,
        onProgress: ({ phase, fraction }) => output.progress(`${phase} ${Math.round(fraction * 100)} %`),
      })
      // A file that adds to another data set, or was only looked at, is not what the next start begins with.
      if (!options.dryRun && !options.as) remember(config, { name: source.name, path: file })
      output.data(result, () => describe(result, options.dryRun === true))
      if (!output.json && !result.alreadyImported) for (const line of listLeftOut(result)) output.message(line)
      if (result.changedRows && !options.dryRun)
        output.message('Next: marquee train (a running Marquee does it by itself).')
    } finally {
      if (database.started) await database.stop()
    }
  } finally {
    process.off('SIGINT', stop)
    await source.close()
  }
}

const listLeftOut = (result: ImportDataSetResult): string[] => [
  ...(result.extras.length ? [`Left aside, because it cannot be used alone: ${result.extras.join(', ')}.`] : []),
  ...listBadRows(result),
]

function describe(result: ImportDataSetResult, dryRun: boolean): string {
  if (result.alreadyImported) return `${result.dataSet} is there already; nothing changed.`
  const { read, changedRows, badRows, seconds } = result
  const of = `${counted(read.ratings, 'rating')} of ${counted(read.movies, 'film')} by ${counted(read.profiles, 'user')}`
  const bad = badRows ? `, ${counted(badRows, 'bad row')} left out` : ''
  return `${result.dataSet}: ${of} in ${seconds.toFixed(1)} s; ${counted(changedRows, 'row')} ${dryRun ? 'would be ' : ''}new or changed${bad}.`
}
