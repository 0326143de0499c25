// Ratings, feedback and recommendations as CSV, JSON lines or Parquet.
import { EXPORTS, exportRows, type ExportName, type ExportWho, type TextFormat } from '@/lib/db/export'
import { exportParquet } from './export-parquet'
import type { Host } from '../host/host'

export { EXPORTS, type ExportName, type ExportWho }

export const EXPORT_FORMATS = ['csv', 'jsonl', 'parquet'] as const satisfies readonly (TextFormat | 'parquet')[]
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export interface ExportOptions {
  name: ExportName
  format: ExportFormat
  /** Whose ratings; feedback and recommendations are always those of persons. */
  who: ExportWho
}

export const exportData = (host: Host, { name, format, who }: ExportOptions): AsyncIterable<Buffer> =>
  format === 'parquet' ? exportParquet(host, { name, who }) : exportRows(host.db, name, format, who)
