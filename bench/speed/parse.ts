// How fast the bytes of a ratings file become typed arrays.
import { openDataSet } from '@/lib/datasets/movielens/open-movielens'
import { Report } from '@/lib/datasets/report'
import { median, type Figure } from './figure'

export async function measureParsing(data: string, rounds: number): Promise<Figure[]> {
  const rates: number[] = []
  for (let round = 0; round < rounds; round++) {
    const source = await openDataSet(data)
    const began = performance.now()
    let rows = 0
    for await (const batch of source.ratings(new Report())) rows += batch.length
    rates.push(rows / ((performance.now() - began) / 1000))
    await source.close()
  }
  return [{ name: 'parse, rows', value: median(rates), unit: '/s', goal: { least: 15e6 } }]
}
