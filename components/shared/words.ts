// Small pieces of wording that several components share.
const plural = new Intl.PluralRules('en')

export const countOf = (n: number, one: string, many: string) =>
  `${n.toLocaleString('en-GB')} ${plural.select(n) === 'one' ? one : many}`

export const meanWords = ({ count, mean }: { count: number; mean: number | null }) =>
  mean === null || count === 0 ? 'Not rated yet' : `${mean.toFixed(1)} from ${countOf(count, 'person', 'people')}`

export const titleAndYear = ({ title, year }: { title: string; year: number | null }) =>
  year === null ? title : `${title} (${year})`

/** 4.5 → "4½" */
export const starsWords = (stars: number) => {
  const whole = Math.floor(stars)
  const half = stars - whole >= 0.5 ? '½' : ''
  return whole === 0 ? half || '0' : `${whole}${half}`
}

/** "ml-25m" → "MovieLens 25M"; a name GroupLens did not give stands in brackets. */
export const dataSetWords = (name: string) => {
  const [, version] = /^ml-(.+)$/.exec(name) ?? []
  if (version !== undefined) return `MovieLens ${version.replace(/^\d+m$/, (size) => size.toUpperCase())}`
  return name === '' ? 'MovieLens' : `MovieLens (${name})`
}
