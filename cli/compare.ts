// marquee compare: several models on one split, pair by pair.
import { AppError } from '@/lib/errors/app-error'
import { requireModel } from '@/lib/recsys/models/registry'
import { compareModels, type ComparisonReport, type Entry } from '@/lib/services/evaluation/compare-models'
import { openExam } from '@/lib/services/evaluation/evaluate-model'
import { declare } from './command'
import { addExamOptions, parseExamFlags, parseJsonOrFile, type ExamFlags } from './exam-options'
import { createProgress, formatEstimate, formatTable, print } from './report'

interface CompareFlags extends ExamFlags {
  models: string
  config?: string
  metric?: string
}

const HEADLINES = ['NDCG', 'Recall', 'Coverage']

export const compareCommand = () =>
  addExamOptions(
    declare('compare', 'measure several models on one split, and compare every pair on the same people', [
      'marquee compare --data ml-1m.zip --models user-knn,item-knn,popularity --protocol strong',
    ])
      .requiredOption('--models <list>', 'names, e.g. user-knn,popularity; one model twice: popularity:a,popularity:b')
      .option('--config <json|file>', 'hyper-parameters by those names, e.g. {"user-knn": {"k": 80}}')
      .option('--metric <list>', 'what to compare, e.g. NDCG@10,HR@10 (default: NDCG at the longest list)'),
  ).action(runCompare)

async function runCompare(flags: CompareFlags): Promise<void> {
  const entries = parseEntries(flags.models, parseJsonOrFile(flags.config, '--config'))
  // Before a large file is read for nothing.
  for (const { model, config } of entries) requireModel(model).parseConfig(config)
  const metrics = flags.metric?.split(',').map((name) => name.trim())
  const options = parseExamFlags(flags)
  const progress = createProgress()
  try {
    const report = await compareModels(await openExam(options), { entries, metrics, report: progress.report })
    progress.end()
    print(flags.json ? JSON.stringify(report, null, 2) : describe(report, options.ks))
  } finally {
    progress.end()
  }
}

function parseEntries(models: string, configs: unknown): Entry[] {
  const byLabel = new Map<string, unknown>(configs && typeof configs === 'object' ? Object.entries(configs) : [])
  const entries = models.split(',').map((part) => {
    const label = part.trim()
    return { label, model: label.split(':')[0], config: byLabel.get(label) }
  })
  const unknown = [...byLabel.keys()].find((label) => !entries.some((entry) => entry.label === label))
  if (unknown !== undefined)
    throw new AppError('invalid', `--config has "${unknown}", which is not among --models ${models}.`)
  return entries
}

function describe(report: ComparisonReport, ks: readonly number[]): string {
  const names = HEADLINES.map((name) => `${name}@${Math.max(...ks)}`)
  const results = report.results.map(({ label, metrics, timing }) => [
    label,
    ...names.map((name) => formatEstimate(metrics[name])),
    `${timing.fit.toFixed(2)} s`,
  ])
  const pairs = report.comparisons.map((pair) => [
    `${pair.a} − ${pair.b}`,
    pair.metric,
    formatEstimate({ value: pair.difference, low: pair.low, high: pair.high }),
    pair.pAdjusted < 0.0001 ? '< 0.0001' : pair.pAdjusted.toFixed(4),
    String(pair.people),
  ])
  return [
    `${report.data}, seed ${report.seed}; ${report.protocol}: ${report.description}`,
    '',
    formatTable([['model', ...names, 'fit'], ...results]),
    '',
    formatTable([['pair', 'metric', 'difference [95 % interval]', 'p', 'people'], ...pairs]),
    '',
    'Difference: mean per person, paired bootstrap. p: Wilcoxon signed-rank, two-sided, adjusted by Holm.',
  ].join('\n')
}
