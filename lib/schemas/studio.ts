// What the operator's pages show.
export interface DayCount {
  /** ISO date, UTC. */
  day: string
  count: number
}

export interface EngagementSummary {
  totals: {
    movies: number
    crowdProfiles: number
    persons: number
    crowdRatings: number
    personRatings: number
    recommendations: number
    feedback: number
  }
  recommendationsByMethod: { method: string; requests: number; items: number }[]
  feedbackByMethod: { method: string; up: number; down: number; notInterested: number; seen: number }[]
  perDay: { ratings: DayCount[]; recommendations: DayCount[]; feedback: DayCount[] }
}

export interface ImportSummary {
  dataSet: string
  layout: string
  synthetic: boolean
  importedAt: string
  report: unknown
}

/** One enrichment of the catalogue from TMDb or from a file. */
export interface EnrichmentRunSummary {
  source: string
  layout: string
  startedAt: string
  /** Films whose texts changed. */
  textsChanged: number
  report: unknown
}
