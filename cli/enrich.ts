// marquee enrich: overviews, posters, people and keywords, from a file or from TMDb.
import type { ReportSummary } from '@/lib/datasets/report'
import { enrichFromFile, enrichFromTmdb, type EnrichmentResult } from '@/lib/services/enrichment/enrich-catalogue'
import { listBadRows } from './bad-rows'
import { declareOnData, fromCaller, outputOf, withTool, type CommonOptions } from './command'
import { count, counted } from './output'

export const enrichCommand = () =>
  declareOnData('enrich', 'add overviews, posters, people and keywords to the films', [
    'marquee enrich --from tmdb-movies.jsonl.gz',
    'TMDB_API_KEY=… marquee enrich',
  ])
    .option('--from <path>', 'a dump: JSON lines, tmdb_5000_movies.csv or movies_metadata.csv (default: ask TMDb)')
    .option('--force', 'also what an earlier enrichment filled not long ago')
    .action(enrich)

interface EnrichCommandOptions extends CommonOptions {
  from?: string
  force?: boolean
}

async function enrich(options: EnrichCommandOptions) {
  const output = outputOf(options)
  const path = options.from === undefined ? undefined : fromCaller(options.from)
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop)
  try {
    await withTool(options, async ({ database }, config) => {
      const common = {
        connectionString: database.url,
        force: options.force,
        signal: stopping.signal,
        onProgress: ({
          fraction,
          found,
          secondsLeft,
        }: {
          fraction: number
          found: number
          secondsLeft: number | null
        }) => output.progress(`${Math.round(fraction * 100)} %, ${count(found)} found${leftWords(secondsLeft)}`),
      }
      const result: EnrichmentResult & Partial<ReportSummary> =
        path === undefined ? await enrichFromTmdb({ ...common, config }) : await enrichFromFile({ ...common, path })
      output.data(result, () => describe(result))
      if (!output.json) for (const line of listBadRows(result)) output.message(line)
      if (result.textsChanged) output.message('Next: marquee train (a running Marquee does it by itself).')
    })
  } finally {
    process.off('SIGINT', stop)
  }
}

const leftWords = (seconds: number | null) => (seconds === null ? '' : `, ${Math.ceil(seconds)} s left`)

function describe(result: EnrichmentResult): string {
  if (result.alreadyApplied) return `${result.source} was applied before; nothing changed.`
  const { source, found, missing, failed, updated, seconds } = result
  return `${source}: ${counted(found, 'film')} found, ${count(missing)} missing, ${count(failed)} failed; ${count(updated)} updated in ${seconds.toFixed(1)} s.`
}
