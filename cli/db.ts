// marquee db: backup, restore and reset.
import { existsSync } from 'node:fs'
import { createGzip } from 'node:zlib'
import { AppError } from '@/lib/errors/app-error'
import { loadConfig } from '@/lib/config/env'
import { backUp } from '@/lib/services/exports/back-up'
import { findLastUsed } from '@/lib/services/imports/choose-data-set'
import { openDatabase } from '@/lib/services/host/open-database'
import { resetDatabase } from '@/lib/services/imports/reset-database'
import { readBackupHeader, restore } from '@/lib/services/exports/restore-backup'
import { declareGroup, declareOnData, fromCaller, outputOf, withTool, type CommonOptions } from './command'
import { bytes, table } from './output'
import { writeWhole } from './to-file'

export const dbCommand = () =>
  declareGroup('db', 'back up, restore or empty the database', [
    'marquee db backup marquee.gz',
    'marquee db restore marquee.gz',
  ])
    .addCommand(
      declareOnData('backup', 'write films, ratings, people, recommendations, feedback and runs into one file', [
        'marquee db backup marquee-2026-11-22.gz',
        'marquee db backup people.gz --people-only',
      ])
        .argument('<file>', 'where to write it')
        .option('--people-only', 'without films and crowd, which can be imported again')
        .option('--force', 'also over a file that is there')
        .action(backup),
    )
    .addCommand(
      declareOnData('restore', 'put a backup back: into an empty database, or the people into their data set', [
        'marquee db restore marquee-2026-11-22.gz',
      ])
        .argument('<file>', 'what marquee db backup wrote')
        .action(restoreFile),
    )
    .addCommand(
      declareOnData('reset', 'delete everything in the database, or everything that people gave', [
        'marquee db reset --yes',
        'marquee db reset --people-only --yes',
      ])
        .option('--people-only', 'keep films, crowd and models')
        .option('--yes', 'really')
        .action(reset),
    )

interface BackupOptions extends CommonOptions {
  peopleOnly?: boolean
  force?: boolean
}

async function backup(given: string, options: BackupOptions) {
  const output = outputOf(options)
  const file = fromCaller(given)
  // Before the database is opened: an older backup may be the only one.
  if (!options.force && existsSync(file))
    throw new AppError('conflict', `${file} is there already. Choose another name, or add --force to write over it.`)
  await withTool(options, async ({ database, dataSet }) => {
    output.progress('Writing …')
    const withDataSet = options.peopleOnly !== true
    const size = await writeWhole(file, backUp({ url: database.url, withDataSet }), createGzip())
    const answer = { file, bytes: size, dataSet: dataSet?.dataSet ?? null, withDataSet }
    output.data(answer, () => `${file}: ${bytes(size)}`)
  })
}

async function restoreFile(given: string, options: CommonOptions) {
  const output = outputOf(options)
  const file = fromCaller(given)
  const config = loadConfig()
  const { dataSet } = await readBackupHeader(file)
  const name = options.dataSet ?? dataSet ?? findLastUsed(config)?.name ?? 'restored'
  const database = await openDatabase(config, name)
  try {
    const result = await restore(database.url, file, (part) => output.progress(`Restoring ${part} …`))
    const rows = Object.entries(result.parts).map(([part, { read, written }]) => [part, read, written])
    output.data(result, () => table(['part', 'in the backup', 'new here'], rows, output))
    if (result.withDataSet) output.message('Next: marquee train.')
  } finally {
    if (database.started) await database.stop()
  }
}

interface ResetOptions extends CommonOptions {
  peopleOnly?: boolean
  yes?: boolean
}

async function reset(options: ResetOptions) {
  const output = outputOf(options)
  const peopleOnly = options.peopleOnly === true
  await withTool(options, async ({ host, database, dataSet }) => {
    const what = peopleOnly ? 'all people with their ratings and feedback' : `everything in "${dataSet?.dataSet ?? ''}"`
    if (!options.yes)
      throw new AppError('invalid', `This deletes ${what} for good. Back it up (marquee db backup), then add --yes.`)
    // Our own connections are not those of a server.
    await host.db.close()
    await resetDatabase(database.url, { peopleOnly })
    output.data({ dataSet: dataSet?.dataSet ?? null, peopleOnly }, () => `Deleted ${what}.`)
  })
}
