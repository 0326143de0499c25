// What evaluate and compare write: figures as a table for people, progress for those who watch.
import type { Estimate } from '@/lib/recsys/metrics/bootstrap'

export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Progress on one line of a terminal; silence where nobody looks. */
export function createProgress(): { report(text: string): void; end(): void } {
  const { stderr } = process
  if (!stderr.isTTY) return { report: () => undefined, end: () => undefined }
  return {
    report: (text) => void stderr.write(`\r\u001B[K${text}`),
    end: () => void stderr.write('\r\u001B[K'),
  }
}

/** "0.3712 [0.3601, 0.3824]" */
export function formatEstimate({ value, low, high }: Estimate): string {
  const interval = low === null || high === null ? '' : ` [${formatNumber(low)}, ${formatNumber(high)}]`
  return `${formatNumber(value)}${interval}`
}

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return '-'
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(4)
}

/** Columns padded to their widest cell. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export const formatBytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`
