// The rows of a file that could not be used, as text: how many, why, and where the first of them stand.
import type { ReportSummary } from '@/lib/datasets/report'
import { counted } from './output'

const SHOWN = 10

/** Nothing of a source that has no rows. */
export function listBadRows({ bad = {}, badRows = 0, firstBadRows = [] }: Partial<ReportSummary>): string[] {
  const reasons = Object.entries(bad).flatMap(([file, counts]) =>
    Object.entries(counts).map(([reason, n]) => `Left out of ${file}: ${counted(n, 'row')}, ${reason}.`),
  )
  const places = firstBadRows.slice(0, SHOWN).map(({ file, line, reason }) => `  ${file}, line ${line}: ${reason}`)
  const rest = badRows > places.length ? ['  … and more; --json has the first hundred.'] : []
  return [...reasons, ...places, ...rest]
}
