// marquee import: a data set into the database, all of it or nothing.
import { loadConfig } from '@/lib/config/env'
import { openDataSet } from '@/lib/datasets/movielens/open-movielens'
import { remember } from '@/lib/services/choose-data-set'
import { importDataSet, type ImportDataSetResult } from '@/lib/services/import-data-set'
import { openDatabase } from '@/lib/services/open-database'
import { declare, fromCaller, outputOf, type CommonOptions } from './command'
import { count } from './output'

export const importCommand = () =>
  declare('import', 'import a MovieLens zip or folder, and use it from now on', [
    'marquee import ~/Downloads/ml-25m.zip',
    'marquee import ~/ml-1m --json',
  ])
    .argument('<path>', 'a zip as downloaded from grouplens.org, or the folder it unpacks to')
    .action(importPath)

async function importPath(given: string, options: CommonOptions) {
  const output = outputOf(options)
  const config = loadConfig()
  const file = fromCaller(given)
  const source = await openDataSet(file)
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop)
  try {
    const database = await openDatabase(config, source.name)
    try {
      const result = await importDataSet({
        connectionString: database.url,
        source,
        signal: stopping.signal,
        onProgress: ({ phase, fraction }) => output.progress(`${phase} ${Math.round(fraction * 100)} %`),
      })
      remember(config, { name: source.name, path: file })
      output.data(result, () => describe(result))
      if (result.changedRows) output.message('Next: marquee train (a running Marquee does it by itself).')
    } finally {
      if (database.started) await database.stop()
    }
  } finally {
    process.off('SIGINT', stop)
    await source.close()
  }
}

function describe(result: ImportDataSetResult): string {
  if (result.alreadyImported) return `${result.dataSet} is there already; nothing changed.`
  const { read, changedRows, badRows, seconds } = result
  const of = `${count(read.ratings)} ratings of ${count(read.movies)} films by ${count(read.profiles)} users`
  const bad = badRows ? `, ${count(badRows)} bad rows left out` : ''
  return `${result.dataSet}: ${of} in ${seconds.toFixed(1)} s; ${count(changedRows)} rows new or changed${bad}.`
}
