// What an import counts, part by part.
import type { ReportSummary } from '@/lib/datasets/report'
import { Report } from '@/lib/datasets/report'

export interface PartCounts {
  movies: number
  profiles: number
  ratings: number
  tags: number
  /** Films that the tag genome describes. */
  genome: number
}

export interface ImportCounts extends ReportSummary {
  read: PartCounts
  new: PartCounts
  changed: PartCounts
  unchanged: PartCounts
  /** Rows that a later row of the same file replaced. */
  duplicates: PartCounts
  changedRows: number
  seconds: number
}

export interface ImportDataSetResult extends ImportCounts {
  dataSet: string
  /** The same file was imported before, so nothing was done. */
  alreadyImported: boolean
  /** Nothing was changed: the counts say what would have been. */
  dryRun: boolean
  /** Its number among the imports; null where nothing was recorded. */
  batch: number | null
  label: string | null
  /** What was recognised and is not imported. */
  extras: string[]
}

const noCounts = (): PartCounts => ({ movies: 0, profiles: 0, ratings: 0, tags: 0, genome: 0 })

export function noImportCounts(): ImportCounts {
  return {
    read: noCounts(),
    new: noCounts(),
    changed: noCounts(),
    unchanged: noCounts(),
    duplicates: noCounts(),
    changedRows: 0,
    seconds: 0,
    ...new Report().summary(),
  }
}

export const sumParts = ({ movies, profiles, ratings, tags, genome }: PartCounts) =>
  movies + profiles + ratings + tags + genome
