// marquee tune: searches hyper-parameters without looking at what a test will ask.
import { existsSync } from 'node:fs'
import { AppError } from '@/lib/errors/app-error'
import { requireModel } from '@/lib/recsys/models/registry'
import { parseSpace } from '@/lib/recsys/tuning/parse-space'
import { openExam } from '@/lib/services/evaluation/evaluate-model'
import { writeWhole, type TrialResult } from '@/lib/services/tuning/search-state'
import { tuneModel, type TuningReport } from '@/lib/services/tuning/tune-model'
import { declare, fromCaller } from './command'
import { addExamOptions, parseExamFlags, parseJsonOrFile, parseWhole, type ExamFlags } from './exam-options'
import { createProgress, formatEstimate, formatTable, print } from './report'

interface TuneFlags extends ExamFlags {
  model: string
  space?: string
  trials: string
  metric?: string
  resume?: string
  out?: string
}

/** So many of the best are shown. */
const SHOWN = 10

export const tuneCommand = () =>
  addExamOptions(
    declare('tune', 'search good hyper-parameters on validation data, never on what a test asks', [
      'marquee tune --data ml-1m.zip --model ease --protocol strong --trials 24 --out ease.json',
      'marquee evaluate --data ml-1m.zip --model ease --protocol strong --config ease.json',
      'marquee tune --data ml-1m.zip --model svd --protocol kfold --metric RMSE --resume svd-search.json',
    ])
      .requiredOption('--model <name>', 'which model')
      .option('--space <json|file>', "where to look, instead of the model's own space (docs/evaluation.md)")
      .option('--trials <number>', 'how many configurations are drawn', '24')
      .option('--metric <name>', 'what to make good (default: NDCG at the longest list)')
      .option('--resume <file>', 'keep the state of the search there, and go on from it')
      .option('--out <file>', 'where the best configuration goes (default: MODEL.PROTOCOL.json)'),
  ).action(runTune)

async function runTune(flags: TuneFlags): Promise<void> {
  const space = flags.space === undefined ? undefined : parseSpace(parseJsonOrFile(flags.space, '--space'))
  const trials = parseWhole(flags.trials, '--trials', 1)
  requireModel(flags.model)
  const options = parseExamFlags(flags)
  const out = flags.out ?? `${flags.model}.${flags.protocol ?? 'published'}.json`
  requireNewOrOwn(fromCaller(out), flags)
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop)
  const progress = createProgress()
  try {
    const report = await tuneModel(await openExam(options), {
      model: flags.model,
      space,
      trials,
      metric: flags.metric,
      stateFile: flags.resume && fromCaller(flags.resume),
      signal: stopping.signal,
      report: progress.report,
    })
    await writeWhole(fromCaller(out), JSON.stringify(report.best.config, null, 2))
    progress.end()
    print(flags.json ? JSON.stringify({ ...report, savedTo: out }, null, 2) : describe(report, out))
  } finally {
    process.off('SIGINT', stop)
    progress.end()
  }
}

/** A file that was not asked for by name is not written over. */
function requireNewOrOwn(file: string, { out, resume }: TuneFlags): void {
  if (out === undefined && existsSync(file))
    throw new AppError('conflict', `${file} exists. Name a file for the best configuration with --out.`)
  if (resume !== undefined && fromCaller(resume) === file)
    throw new AppError('invalid', '--resume and --out are two files: the state of the search, and its result.')
}

function describe(report: TuningReport, out: string): string {
  const { best, defaults, results, metric } = report
  const last = Math.max(...results.map(({ rung }) => rung))
  const rows = results
    .filter(({ rung, value }) => rung === last && value !== null)
    .sort((a, b) => Number(b.trial === best.trial) - Number(a.trial === best.trial) || a.trial - b.trial)
    .slice(0, SHOWN)
    .map((result) => [nameOf(result), formatResult(result), `${result.seconds.toFixed(2)} s`])
  return [
    `${report.model} on ${report.data}, seed ${report.seed}, ${report.trials} configurations drawn`,
    `measured ${report.validation}`,
    '',
    formatTable([['configuration', `${metric} [95 % interval]`, 'fit and asked'], ...rows]),
    '',
    best.trial === 0
      ? 'The defaults did best.'
      : `Best: ${formatResult(best)}; the defaults: ${formatResult(defaults)}. On validation data: the best of many flatters itself.`,
    `Saved to ${out}: marquee evaluate --model ${report.model} --config ${out}`,
    JSON.stringify(best.config),
  ].join('\n')
}

const nameOf = ({ trial }: TrialResult) => (trial === 0 ? 'defaults' : `drawn ${trial}`)

const formatResult = ({ value, low, high, failed }: TrialResult) =>
  value === null ? `failed: ${failed}` : formatEstimate({ value, low, high })
