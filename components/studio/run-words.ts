// Runs in words: short ids, figures with intervals, sizes, states.
import type { EstimateDto, Run } from '@/lib/schemas/run'

const figure = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 4, maximumFractionDigits: 4 })
const size = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 })

/** The end of an id is what differs between runs. */
export const shortId = (id: string) => id.slice(-6)

export const formatFigure = (value: number) => (Number.isFinite(value) ? figure.format(value) : '–')

export const formatSigned = (value: number) => `${value < 0 ? '−' : '+'}${figure.format(Math.abs(value))}`

/** "0.2400 to 0.2626", or nothing where there is no interval. */
export const formatInterval = ({ low, high }: EstimateDto) =>
  low === null || high === null ? '' : `${formatFigure(low)} to ${formatFigure(high)}`

export const formatBytes = (bytes: number) =>
  bytes >= 1e9 ? `${size.format(bytes / 1e9)} GB` : `${Math.round(bytes / 1e6)} MB`

export function formatDuration(seconds: number): string {
  if (seconds < 0.1) return 'under 0.1 s'
  if (seconds < 60) return `${size.format(seconds)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
/** "21 Nov 2026, 14:05 UTC". */
export const formatMoment = (iso: string) => `${moment.format(new Date(iso))} UTC`

export const formatP = (p: number) => (p < 0.0001 ? '< 0.0001' : p.toFixed(4))

export function stateOf({ status, progress }: Pick<Run, 'status' | 'progress'>): string {
  return status === 'running' ? `training, ${Math.round(progress * 100)} %` : status
}

export const isOpen = ({ status }: Pick<Run, 'status'>) => status === 'queued' || status === 'running'

/** The figure by which runs are listed and the gate decides. */
export const HEADLINE = 'NDCG@10'
