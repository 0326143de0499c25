// Writes what this installation knows into one portable file, as of one moment.
import { columnsOfPart, findDataSetOn, inOneMoment, listBackupParts, readPart } from '@/lib/db/backup'
import { BACKUP_FORMAT, BACKUP_VERSION, framed, line } from './backup-format'

export interface BackUpOptions {
  url: string
  /** Also films, crowd and their ratings, so that it can be restored into an empty database. */
  withDataSet: boolean
}

/** The bytes of a backup, not yet compressed. */
export function backUp({ url, withDataSet }: BackUpOptions): AsyncIterable<Buffer> {
  return inOneMoment(url, async function* (client) {
    const dataSet = (await findDataSetOn(client))?.dataSet ?? null
    const createdAt = new Date().toISOString()
    yield line({ format: BACKUP_FORMAT, version: BACKUP_VERSION, dataSet, withDataSet, createdAt })
    for (const part of await listBackupParts(client)) {
      if (part.ofDataSet && !withDataSet) continue
      yield line({ part: part.name, columns: await columnsOfPart(client, part) })
      yield* framed(readPart(client, part))
    }
    yield line({ end: true })
  })
}
