// Runs the table of accuracy goals on a data file: reference, must reach, ours with its 95 % interval.
// npm run bench:accuracy -- --data ml-1m.zip [--only strong,latest,stars,defaults,cold] [--enrich FILE] [--seed 1] [--threads N] [--json FILE]
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { formatEstimate, formatTable } from '@/cli/report'
import { findModel, models } from '@/lib/recsys/models/registry'
import { compareModels, type ComparisonReport, type Entry } from '@/lib/services/evaluation/compare-models'
import { evaluateModel, openExam, type EvaluationReport } from '@/lib/services/evaluation/evaluate-model'
import { COLD_FACTOR, COLD_WARM_LOSS, GOALS, type Goal, type GoalGroup } from './accuracy/goals'

interface Row {
  goal: string
  reference: string
  mustReach: string
  ours: string
  reached: boolean | null
}

interface Section {
  title: string
  rows: Row[]
  reports: (EvaluationReport | ComparisonReport)[]
}

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string' },
    enrich: { type: 'string' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string' },
    json: { type: 'string' },
  },
})
const CONFIGS = path.join(import.meta.dirname, 'configs')
const tell = (text: string) => process.stderr.isTTY && process.stderr.write(`\r\u001B[K${text}`)

/** The tuned configuration of a model for a protocol, for any protocol, or its defaults. */
function configOf(model: string, protocol: string): unknown {
  const file = [`${model}.${protocol}.json`, `${model}.json`]
    .map((name) => path.join(CONFIGS, name))
    .find((name) => existsSync(name))
  return file ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

function open(protocol: string, ks: number[]) {
  if (!flags.data) throw new Error('Name a data file: --data ml-1m.zip')
  const threads = flags.threads === undefined ? undefined : Number(flags.threads)
  return openExam({ data: flags.data, enrich: flags.enrich, protocol, seed: Number(flags.seed), ks, threads })
}

async function runGroup(group: GoalGroup): Promise<Section> {
  const exam = await open(group.protocol, group.k)
  const rows: Row[] = []
  const names = [...new Set(group.goals.map(({ model }) => model))]
  const entries: Entry[] = names
    .filter((name) => findModel(name))
    .map((name) => ({ label: name, model: name, config: configOf(name, group.protocol) }))
  for (const name of names.filter((name) => !findModel(name)))
    rows.push({ goal: name, reference: '', mustReach: '', ours: 'not there', reached: null })
  const metrics = group.compare ? [group.compare.metric] : []
  const report = await compareModels(exam, { entries, metrics, report: tell })
  for (const goal of group.goals) {
    const result = report.results.find(({ label }) => label === goal.model)
    if (result) rows.push(toRow(goal, result))
  }
  if (group.compare) rows.push(aheadOfBest(report, group.compare))
  return { title: group.title, rows, reports: [report] }
}

function toRow({ model, metric, reference, mustReach, lowerIsBetter }: Goal, { metrics }: EvaluationReport): Row {
  const estimate = metrics[metric]
  const reached = lowerIsBetter ? estimate.value <= mustReach : estimate.value >= mustReach
  const sign = lowerIsBetter ? '≤' : '≥'
  return {
    goal: `${model}, ${metric}`,
    reference,
    mustReach: `${sign} ${mustReach}`,
    ours: formatEstimate(estimate),
    reached,
  }
}

/** The model against whichever other is best, on the same people. */
function aheadOfBest(report: ComparisonReport, { model, metric }: { model: string; metric: string }): Row {
  const others = report.results.filter(({ label }) => label !== model)
  const best = others.reduce((a, b) => (b.metrics[metric].value > a.metrics[metric].value ? b : a))
  const pair = report.comparisons.find(({ a, b }) => [a, b].includes(model) && [a, b].includes(best.label))
  if (!pair) return { goal: model, reference: best.label, mustReach: '', ours: 'not compared', reached: null }
  const sign = pair.a === model ? 1 : -1
  const [low, high] = [pair.low, pair.high]
    .map((end) => (end === null ? null : sign * end))
    .sort((a, b) => (a ?? 0) - (b ?? 0))
  return {
    goal: `${model} − ${best.label}, ${metric}`,
    reference: '',
    mustReach: '> 0, p < 0.05',
    ours: `${formatEstimate({ value: sign * pair.difference, low, high })}, p ${pair.pAdjusted.toPrecision(2)}`,
    reached: sign * pair.difference > 0 && pair.pAdjusted < 0.05,
  }
}

/** Every personal model with its default configuration against what most people rate. */
async function runDefaults(): Promise<Section> {
  const exam = await open('random', [10])
  const personal = models.filter(({ name, needs }) => name !== 'popularity' && !(needs === 'genome' && !exam.genome))
  const entries: Entry[] = [
    { label: 'popularity', model: 'popularity', config: { rankBy: 'count' } },
    ...personal.map(({ name }) => ({ label: name, model: name })),
  ]
  const report = await compareModels(exam, { entries, metrics: ['NDCG@10'], report: tell })
  const floor = report.results[0].metrics['NDCG@10']
  const rows = report.results.slice(1).map(({ label, metrics }) => ({
    goal: `${label}, defaults, NDCG@10`,
    reference: `popularity ${formatEstimate(floor)}`,
    mustReach: `> ${floor.value.toFixed(4)}`,
    ours: formatEstimate(metrics['NDCG@10']),
    reached: metrics['NDCG@10'].value > floor.value,
  }))
  return { title: 'Defaults against popularity, a fifth of the ratings held out', rows, reports: [report] }
}

/** Films without ratings among themselves, and what they cost the others. */
async function runCold(): Promise<Section> {
  const tuned = configOf('hybrid', 'strong')
  const settings = typeof tuned === 'object' && tuned !== null ? tuned : {}
  const cold = await open('cold-items', [10])
  const { report } = await evaluateModel(cold, { model: 'hybrid', config: settings, report: tell })
  const { report: popular } = await evaluateModel(cold, { model: 'popularity', config: { rankBy: 'count' } })
  const chance = report.metrics['NDCG@10 (chance)'].value
  const rival = Math.max(chance, popular.metrics['NDCG@10'].value)
  const ours = report.metrics['NDCG@10']
  const entries = [
    { label: 'hybrid', model: 'hybrid', config: settings },
    { label: 'hybrid:without', model: 'hybrid', config: { ...settings, maxFeatures: 0 } },
  ]
  const warm = await compareModels(await open('strong', [10, 100]), { entries, report: tell })
  const [pair] = warm.comparisons
  const without = warm.results[1].metrics['NDCG@100'].value
  const loss = -pair.difference / without
  const rows = [
    {
      goal: 'hybrid, films without ratings, NDCG@10',
      reference: `chance ${chance.toFixed(4)}, popularity ${popular.metrics['NDCG@10'].value.toFixed(4)}`,
      mustReach: `≥ ${(COLD_FACTOR * rival).toFixed(4)}`,
      ours: `${formatEstimate(ours)}, ${(ours.value / rival).toFixed(1)} times`,
      reached: ours.value >= COLD_FACTOR * rival,
    },
    {
      goal: 'what that costs rated films, NDCG@100',
      reference: `without ${without.toFixed(4)}`,
      mustReach: `≤ ${COLD_WARM_LOSS * 100} %`,
      ours: `${(loss * 100).toFixed(2)} %`,
      reached: loss <= COLD_WARM_LOSS,
    },
  ]
  return { title: 'Films without ratings', rows, reports: [report, popular, warm] }
}

const runs: Record<string, () => Promise<Section>> = {
  ...Object.fromEntries(GOALS.map((group) => [group.name, () => runGroup(group)])),
  defaults: runDefaults,
  cold: runCold,
}
const wanted = flags.only?.split(',') ?? Object.keys(runs)
const unknown = wanted.find((name) => !(name in runs))
if (unknown !== undefined) throw new Error(`--only ${unknown}: choose among ${Object.keys(runs).join(', ')}`)
const sections: Section[] = []
for (const name of wanted) {
  const section = await runs[name]()
  sections.push(section)
  const cells = section.rows.map((row) => [
    row.goal,
    row.reference,
    row.mustReach,
    row.ours,
    row.reached === null ? '-' : row.reached ? 'reached' : 'MISSED',
  ])
  tell('')
  console.log(
    `\n${section.title}\n${formatTable([['', 'reference', 'must reach', 'ours [95 % interval]', ''], ...cells])}`,
  )
}
if (flags.json)
  writeFileSync(
    flags.json,
    `${JSON.stringify({ data: flags.data, node: process.version, processor: cpus()[0]?.model, cores: cpus().length, sections }, null, 2)}\n`,
  )
