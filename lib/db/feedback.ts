// Feedback: a person's present verdict on a movie as one method recommended it.
import type { Db } from './client'
import type { StoredVerdict } from './person-state'
import type { ShownItem } from './recommendations'

/** Giving the same verdict twice changes nothing; another verdict replaces the first. */
export async function upsertFeedback(
  db: Db,
  personId: number,
  given: { recommendationId: string; movieId: number; verdict: StoredVerdict } & ShownItem,
): Promise<void> {
  const { movieId, method, recommendationId, verdict, sourceMovieId, sourceProfileId } = given
  await db.prisma.$transaction(async (tx) => {
    const present = await tx.feedback.findUnique({
      where: { personId_movieId_method: { personId, movieId, method } },
      select: { verdict: true },
    })
    if (present?.verdict === verdict) return
    const fields = { verdict, recommendationId, sourceMovieId, sourceProfileId, createdAt: new Date() }
    await tx.feedback.upsert({
      where: { personId_movieId_method: { personId, movieId, method } },
      create: { personId, movieId, method, ...fields },
      update: fields,
    })
  })
}

export async function deleteFeedback(db: Db, personId: number, movieId: number, method: string): Promise<void> {
  await db.prisma.feedback.deleteMany({ where: { personId, movieId, method } })
}
