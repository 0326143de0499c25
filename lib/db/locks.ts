// Locks that hold across processes.
import type { Db } from './client'

const TRAINING_LOCK = 72707370

/** Runs `work` while no other process trains on this database; waits for its turn. */
export async function withTrainingLock<T>(db: Db, work: () => Promise<T>): Promise<T> {
  const client = await db.pool.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [TRAINING_LOCK])
    return await work()
  } finally {
    // Closing the connection frees the lock also when `work` broke it.
    client.release(true)
  }
}
