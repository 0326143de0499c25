// marquee export: ratings, feedback or recommendations as CSV or JSON lines, streamed.
import { Argument, Option } from 'commander'
import { exportData, EXPORTS, type ExportFormat, type ExportName, type ExportWho } from '@/lib/services/export-data'
import { declareOnData, fromCaller, outputOf, withTool, type CommonOptions } from './command'
import { bytes } from './output'
import { writeWhole } from './to-file'

interface Options extends CommonOptions {
  format?: ExportFormat
  out?: string
  who: ExportWho
}

export const exportCommand = () =>
  declareOnData('export', 'ratings, feedback or recommendations, one row each', [
    'marquee export ratings --who persons --out ratings.csv',
    'marquee export recommendations --format jsonl | gzip > recommendations.jsonl.gz',
  ])
    .addArgument(new Argument('<what>', 'what to export').choices(EXPORTS))
    .addOption(new Option('--format <format>', 'csv (default), or jsonl as --json says, too').choices(['csv', 'jsonl']))
    .addOption(
      new Option('--who <who>', 'whose ratings: all, the crowd’s or those of persons')
        .choices(['all', 'crowd', 'persons'])
        .default('all'),
    )
    .option('--out <file>', 'write to this file instead of standard output')
    .action(exportWhat)

async function exportWhat(name: ExportName, options: Options) {
  const output = outputOf(options)
  const { who, out, format = options.json ? 'jsonl' : 'csv' } = options
  await withTool(options, async ({ host }) => {
    const rows = exportData(host, { name, format, who })
    if (out === undefined) return output.stream(rows)
    const file = fromCaller(out)
    const size = await writeWhole(file, rows)
    output.message(`${file}: ${bytes(size)}`)
  })
}
