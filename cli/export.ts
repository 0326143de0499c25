// marquee export: ratings, feedback or recommendations as CSV, JSON lines or Parquet, streamed.
import { Argument, Option } from 'commander'
import { AppError } from '@/lib/errors/app-error'
import {
  exportData,
  EXPORT_FORMATS,
  EXPORTS,
  type ExportFormat,
  type ExportName,
  type ExportWho,
} from '@/lib/services/exports/export-data'
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
    'marquee export ratings --format parquet --out ratings.parquet',
    'marquee export recommendations --format jsonl | gzip > recommendations.jsonl.gz',
  ])
    .addArgument(new Argument('<what>', 'what to export').choices(EXPORTS))
    .addOption(
      new Option('--format <format>', 'csv (default), jsonl as --json says, too, or parquet').choices(EXPORT_FORMATS),
    )
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
  if (format === 'parquet' && out === undefined && process.stdout.isTTY)
    throw new AppError('invalid', 'Parquet is nothing for a terminal to show. Add --out FILE, or send it on by a pipe.')
  await withTool(options, async ({ host }) => {
    const rows = exportData(host, { name, format, who })
    if (out === undefined) return output.stream(rows)
    const file = fromCaller(out)
    const size = await writeWhole(file, rows)
    if (output.json) output.data({ file, bytes: size, format }, () => '')
    else output.message(`${file}: ${bytes(size)}`)
  })
}
