// Takes everything out of the database, or everything that people put in.
import { inImportTransaction } from '@/lib/db/import-transaction'
import { countOtherProcesses, emptyDatabase, forgetPeople } from '@/lib/db/reset'
import { AppError } from '@/lib/errors/app-error'

const LOOKS = 10
const LOOK_AGAIN_MS = 200

/** @throws AppError('conflict') when a server would go on with what is gone. */
export async function resetDatabase(url: string, { peopleOnly }: { peopleOnly: boolean }): Promise<void> {
  await inImportTransaction({ connectionString: url }, async (client) => {
    if (peopleOnly) return forgetPeople(client)
    if (await isInUse(client))
      throw new AppError('conflict', 'Marquee is running on this database. Stop it first; nothing was deleted.')
    return emptyDatabase(client)
  })
}

/** A connection that was just closed is seen for a moment longer. */
async function isInUse(client: Parameters<typeof countOtherProcesses>[0]): Promise<boolean> {
  for (let attempt = 0; attempt < LOOKS; attempt++) {
    if ((await countOtherProcesses(client)) === 0) return false
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
  return true
}
