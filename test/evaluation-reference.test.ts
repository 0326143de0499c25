// The evaluation against a figure that is known: popularity by strong generalisation on MovieLens 1M.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { evaluateModel, openExam } from '@/lib/services/evaluation/evaluate-model'

const archive = path.join(process.env.MARQUEE_TEST_DATA || 'nowhere', 'ml-1m.zip')
const reason = existsSync(archive) ? '' : ' (skipped: MARQUEE_TEST_DATA names no folder with ml-1m.zip)'

describe.skipIf(reason)(`on MovieLens 1M, 1,000 unseen people${reason}`, () => {
  test('popularity by count has the NDCG@100 of .22 that is known for this protocol, user-knn more', async () => {
    const exam = await openExam({ data: archive, protocol: 'strong', seed: 1, ks: [100] })
    const popularity = await evaluateModel(exam, { model: 'popularity', config: { rankBy: 'count' } })
    const userKnn = await evaluateModel(exam, { model: 'user-knn' })
    expect(popularity.report.people.ranked).toBe(1000)
    const ndcg = popularity.report.metrics['NDCG@100']
    expect(ndcg.low).toBeLessThan(0.22)
    expect(ndcg.high).toBeGreaterThan(0.22)
    expect(userKnn.report.metrics['NDCG@100'].value).toBeGreaterThan(ndcg.value)
  })
})
