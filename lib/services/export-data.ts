// Ratings, feedback and recommendations as CSV or JSON lines.
import { EXPORTS, exportRows, type ExportFormat, type ExportName, type ExportWho } from '@/lib/db/export'
import type { Host } from './host'

export { EXPORTS, type ExportFormat, type ExportName, type ExportWho }

export interface ExportOptions {
  name: ExportName
  format: ExportFormat
  /** Whose ratings; feedback and recommendations are always those of persons. */
  who: ExportWho
}

export const exportData = (host: Host, { name, format, who }: ExportOptions): AsyncIterable<Buffer> =>
  exportRows(host.db, name, format, who)
