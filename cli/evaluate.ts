// marquee evaluate: how good one model is on a data file, with no database.
import { mkdirSync } from 'node:fs'
import { AppError } from '@/lib/errors/app-error'
import { requireModel } from '@/lib/recsys/models/registry'
import { evaluateModel, openExam, type EvaluationReport } from '@/lib/services/evaluation/evaluate-model'
import { RankingExport } from '@/lib/services/evaluation/export-rankings'
import { declare, fromCaller } from './command'
import { addExamOptions, parseExamFlags, parseJsonOrFile, type ExamFlags } from './exam-options'
import { createProgress, formatBytes, formatEstimate, formatTable, print } from './report'

interface EvaluateFlags extends ExamFlags {
  model: string
  config?: string
  export?: string
}

export const evaluateCommand = () =>
  addExamOptions(
    declare('evaluate', 'measure one model on a data file: every metric with its 95 % interval', [
      'marquee evaluate --data ml-1m.zip --model user-knn --protocol strong',
      'marquee evaluate --data ml-1m.zip --model ease --config \'{"regularization": 300}\' --protocol latest --json',
    ])
      .requiredOption('--model <name>', 'which model')
      .option('--config <json|file>', 'its hyper-parameters, as JSON or a file of it')
      .option('--export <folder>', 'also write the split and every list (TREC run and qrels)'),
  ).action(runEvaluate)

async function runEvaluate(flags: EvaluateFlags): Promise<void> {
  const config = parseJsonOrFile(flags.config, '--config')
  // Before a large file is read for nothing.
  requireModel(flags.model).parseConfig(config)
  const options = parseExamFlags(flags)
  const folder = flags.export && fromCaller(flags.export)
  // Likewise before minutes of work.
  if (folder) writeTo(folder, () => mkdirSync(folder, { recursive: true }))
  const progress = createProgress()
  try {
    const exam = await openExam(options)
    const lists = folder ? new RankingExport(exam, flags.model) : undefined
    const { report } = await evaluateModel(exam, {
      model: flags.model,
      config,
      report: progress.report,
      onRanking: lists?.add,
    })
    if (folder) writeTo(folder, () => lists?.write(folder))
    progress.end()
    print(flags.json ? JSON.stringify(report, null, 2) : describe(report))
  } finally {
    progress.end()
  }
}

function writeTo(folder: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    throw new AppError('unavailable', `The lists cannot be written to ${folder}. Choose a folder that is writable.`, {
      cause: error,
    })
  }
}

function describe(report: EvaluationReport): string {
  const { people, timing } = report
  const weights = Object.entries(report.perModelWeights ?? {}).map(([part, weight]) => [part, weight.toFixed(3)])
  const figures = Object.entries(report.metrics).map(([name, estimate]) => [name, formatEstimate(estimate)])
  return [
    `${report.model} on ${report.data}, seed ${report.seed}`,
    `${report.protocol}: ${report.description}`,
    `${people.ranked} lists judged; left out: ${people.withoutProfile} without a profile, ${people.withoutRelevant} with nothing relevant hidden`,
    '',
    formatTable([['metric', 'value [95 % interval]'], ...figures]),
    ...(weights.length ? ['', formatTable([['part', 'weight for a typical profile'], ...weights])] : []),
    '',
    `fit ${timing.fit.toFixed(2)} s, asked ${timing.ask.toFixed(2)} s, peak memory ${formatBytes(report.peakBytes)}; ${report.codeVersion}, ${report.kernels} kernels`,
  ].join('\n')
}
