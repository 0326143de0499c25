// A process that gives recommendations as fast as its log takes them and prints each id; a test stops or kills it.
import { openDb } from '@/lib/db/client'
import { logLine } from '@/lib/db/recommendations'
import { createLogger } from '@/lib/log/logger'
import { closeWhenTold } from '@/lib/services/host/program-message'
import { RecommendationLog } from '@/lib/services/recommend/recommendation-log'

const db = openDb(process.argv[2])
const recommendations = new RecommendationLog({ db, log: createLogger({ logLevel: 'silent' }, 'test') })
let answering = true
closeWhenTold(
  async () => {
    answering = false
    await recommendations.close()
    await db.close()
  },
  (error) => process.stderr.write(String(error)),
)
const line = logLine({ method: 'popularity', modelRunId: null, viewerId: null, items: [{ movieId: 1, score: 2.5 }] })
while (answering) {
  const ids = await Promise.all(Array.from({ length: 20 }, () => recommendations.add(line)))
  process.stdout.write(`${ids.join('\n')}\n`)
  await new Promise((resolve) => setTimeout(resolve, 1))
}
