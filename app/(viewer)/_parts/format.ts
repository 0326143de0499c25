// Numbers and times as the pages write them: English, and in UTC so that server and browser agree.
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })
const stars = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const figure = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 4 })
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

export const formatCount = (n: number) => whole.format(n)

/** "1 rating", "2,031 ratings". */
export const formatCounted = (n: number, one: string, many = `${one}s`) => `${whole.format(n)} ${n === 1 ? one : many}`

export const formatStars = (value: number) => stars.format(value)

/** Four significant digits: enough to tell two runs apart. */
export const formatFigure = (value: number) => (Number.isFinite(value) ? figure.format(value) : 'not a number')

/** "21 Nov 2026, 14:05 UTC". */
export const formatMoment = (iso: string) => `${moment.format(new Date(iso))} UTC`

/** "under 0.1 s", "0.8 s", "41 s", "3 min 20 s". */
export function formatSeconds(seconds: number): string {
  if (seconds < 0.1) return 'under 0.1 s'
  if (seconds < 10) return `${stars.format(seconds)} s`
  const rounded = Math.round(seconds)
  if (rounded < 120) return `${rounded} s`
  const rest = rounded % 60
  return `${whole.format(Math.floor(rounded / 60))} min${rest ? ` ${rest} s` : ''}`
}
