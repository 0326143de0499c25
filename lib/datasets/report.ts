// What a reader could not use, counted by file and reason, with the first rows kept for a person to look at.

const KEPT_ROWS = 100

export const BAD_ROW_REASONS = [
  'wrong number of columns',
  'not a number',
  'id out of range',
  'rating is not a half-star from 0.5 to 5',
  'impossible timestamp',
  'empty title',
  'title longer than 500 characters',
  'empty tag',
  'tag longer than 500 characters',
  'unclosed quote',
  'line longer than 1 MB',
  'movie not in catalogue',
  'tag not in genome-tags',
  'relevance is not from 0 to 1',
  'not a film as the demo catalogue describes one',
  'not JSON',
  'not a list as JSON or Python writes it',
  'neither a TMDb id nor an IMDb id',
] as const
export type BadRowReason = (typeof BAD_ROW_REASONS)[number]

export interface BadRow {
  file: string
  /** From 1, headers counted. */
  line: number
  reason: BadRowReason
}

export interface ReportSummary {
  /** Bad rows by file and reason. */
  bad: Record<string, Partial<Record<BadRowReason, number>>>
  badRows: number
  /** The first hundred. */
  firstBadRows: BadRow[]
}

export class Report {
  /** Bytes of the source's files read so far, unpacked. */
  bytesRead = 0
  badRows = 0
  readonly firstBadRows: BadRow[] = []
  private readonly counts = new Map<string, Map<BadRowReason, number>>()

  addBadRow(file: string, line: number, reason: BadRowReason): void {
    this.badRows += 1
    if (this.firstBadRows.length < KEPT_ROWS) this.firstBadRows.push({ file, line, reason })
    const ofFile = this.counts.get(file) ?? new Map<BadRowReason, number>()
    ofFile.set(reason, (ofFile.get(reason) ?? 0) + 1)
    this.counts.set(file, ofFile)
  }

  summary(): ReportSummary {
    const bad: ReportSummary['bad'] = {}
    for (const [file, counts] of this.counts) bad[file] = Object.fromEntries(counts)
    return { bad, badRows: this.badRows, firstBadRows: [...this.firstBadRows] }
  }
}
