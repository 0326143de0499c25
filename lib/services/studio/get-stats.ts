// The installation in numbers: its crowd, its people, and what each method was used for.
import { countFeedbackByMethod, countRecommendationsByMethod, countTotals } from '@/lib/db/engagement'
import type { Stats } from '@/lib/schemas/catalogue'
import { describeCrowd } from '../people/get-user'
import { requireEngine, type Host } from '../host/host'

export async function getStats(host: Host): Promise<Stats> {
  const { dataSet, synthetic, nMovies, nRatings, count: nUsers } = describeCrowd(host)
  const [totals, shown, judged] = await Promise.all([
    countTotals(host.db),
    countRecommendationsByMethod(host.db),
    countFeedbackByMethod(host.db),
  ])
  const histogram = histogramOf(host)
  const sum = histogram.reduce((total, n, i) => total + (n * (i + 1)) / 2, 0)
  return {
    dataSet,
    synthetic,
    crowd: {
      nMovies,
      nUsers,
      nRatings,
      density: nMovies && nUsers ? nRatings / (nMovies * nUsers) : 0,
      mean: nRatings ? sum / nRatings : null,
      histogram,
    },
    people: {
      nPersons: totals.persons,
      nRatings: totals.personRatings,
      nRecommendations: totals.recommendations,
      nFeedback: totals.feedback,
    },
    methods: mergeByMethod(shown, judged),
  }
}

function histogramOf(host: Host): number[] {
  const histogram = new Array<number>(10).fill(0)
  for (const halfStars of requireEngine(host).ratings.rows.halfStars) histogram[halfStars - 1]++
  return histogram
}

type Shown = Awaited<ReturnType<typeof countRecommendationsByMethod>>
type Judged = Awaited<ReturnType<typeof countFeedbackByMethod>>

function mergeByMethod(shown: Shown, judged: Judged): Stats['methods'] {
  const names = [...new Set([...shown, ...judged].map((row) => row.method))].sort()
  return names.map((method) => {
    const { requests = 0, items = 0 } = shown.find((row) => row.method === method) ?? {}
    const { up = 0, down = 0, notInterested = 0, seen = 0 } = judged.find((row) => row.method === method) ?? {}
    return { method, recommendations: requests, items, up, down, notInterested, seen }
  })
}
