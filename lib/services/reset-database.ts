// Takes everything out of the database, or everything that people put in.
import { inImportTransaction } from '@/lib/db/import-transaction'
import { countOtherProcesses, emptyDatabase, forgetPeople } from '@/lib/db/reset'
import { AppError } from '@/lib/errors/app-error'

/** @throws AppError('conflict') when a server would go on with what is gone. */
export async function resetDatabase(url: string, { peopleOnly }: { peopleOnly: boolean }): Promise<void> {
  await inImportTransaction({ connectionString: url }, async (client) => {
    if (peopleOnly) return forgetPeople(client)
    const others = await countOtherProcesses(client)
    if (others > 0)
      throw new AppError('conflict', 'Marquee is running on this database. Stop it first; nothing was deleted.')
    return emptyDatabase(client)
  })
}
