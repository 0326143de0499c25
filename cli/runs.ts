// marquee runs: what was trained, how good it is, and which of it serves.
import { Option } from 'commander'
import type { Alias, Run } from '@/lib/schemas/run'
import { compareRuns } from '@/lib/services/runs/compare-runs'
import { judgePromotion } from '@/lib/services/runs/judge-promotion'
import { pageRuns, requireRun } from '@/lib/services/runs/list-runs'
import { promoteRun, rollbackChampion } from '@/lib/services/runs/promote-run'
import { askForFigures } from '@/lib/services/runs/queue-training'
import { toolLog } from '@/lib/services/host/open-tool'
import { workOff } from '@/lib/services/training/work-off'
import { declareGroup, declareOnData, outputOf, wholeNumber, withTool, type CommonOptions } from './command'
import { bytes, table } from './output'
import { formatEstimate, formatTable } from './report'
import { describeComparison, describeRun } from './run-words'

const RUN = 'the id of a run, or the beginning or end of it'

export const runsCommand = () =>
  declareGroup('runs', 'list and compare trainings, and choose which of them serves', [
    'marquee runs list',
    'marquee runs promote 5a9d3c4b2e10',
  ])
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(compareCommand())
    .addCommand(measureCommand())
    .addCommand(promoteCommand())
    .addCommand(rollbackCommand())

const listCommand = () =>
  declareOnData('list', 'every training, newest first', ['marquee runs list', 'marquee runs list --model ease --json'])
    .option('--model <name>', 'of this model alone')
    .option('--limit <n>', 'how many at most', wholeNumber(1, 500), 30)
    .option('--cursor <cursor>', 'the nextCursor of the answer before (see --json)')
    .action(async (options: CommonOptions & { model?: string; limit: number; cursor?: string }) => {
      const output = outputOf(options)
      await withTool(options, async ({ host }) => {
        const { items: runs, nextCursor } = await pageRuns(host.db, options)
        const rows = runs.map((run) => [
          run.id,
          run.model,
          run.aliases.join(', '),
          run.status === 'running' ? `${Math.round(run.progress * 100)} %` : run.status,
          run.startedAt.slice(0, 16).replace('T', ' '),
          run.fitSeconds === null ? '' : `${run.fitSeconds.toFixed(1)} s`,
          run.peakBytes === null ? '' : bytes(run.peakBytes),
          run.evaluation?.metrics['NDCG@10'] ? formatEstimate(run.evaluation.metrics['NDCG@10']) : '',
        ])
        const head = ['run', 'model', 'name', 'status', 'began (UTC)', 'fitted in', 'memory', 'NDCG@10']
        output.data({ runs, nextCursor }, () => (rows.length ? table(head, rows, output) : 'Nothing was trained yet.'))
      })
    })

const showCommand = () =>
  declareOnData('show', 'one training: configuration, figures, learning curves, moves of its names', [
    'marquee runs show 0199f3a0-1c7e-7b52-8f0e-5a9d3c4b2e10',
  ])
    .argument('<run>', RUN)
    .action(async (id: string, options: CommonOptions) => {
      const output = outputOf(options)
      await withTool(options, async ({ host }) => {
        const run = await requireRun(host.db, id)
        const verdict = await judgePromotion(host.db, run.id)
        output.data({ run, verdict }, () => describeRun(run, verdict))
      })
    })

const compareCommand = () =>
  declareOnData('compare', 'two trainings side by side, person by person', ['marquee runs compare 5a9d3c4b2e10 7f21'])
    .argument('<a>', RUN)
    .argument('<b>', RUN)
    .action(async (a: string, b: string, options: CommonOptions) => {
      const output = outputOf(options)
      await withTool(options, async ({ host }) => {
        const comparison = await compareRuns(host.db, a, b)
        output.data(comparison, () => describeComparison(comparison))
      })
    })

const measureCommand = () =>
  declareOnData('measure', 'measure trainings on the split that all runs share', ['marquee runs measure 5a9d3c4b2e10'])
    .argument('<run...>', RUN)
    .action(async (ids: string[], options: CommonOptions) => {
      const output = outputOf(options)
      await withTool(options, async ({ host }, config) => {
        await askForFigures(host.db, ids)
        await workOff({ db: host.db, config, log: toolLog(config), report: output.progress })
        const runs = await Promise.all(ids.map((id) => requireRun(host.db, id)))
        output.data({ runs }, () => formatTable(runs.map((run) => [run.id, run.model, describeFigures(run)])))
      })
    })

interface PromoteOptions extends CommonOptions {
  as: Alias
  force?: string
}

const promoteCommand = () =>
  declareOnData('promote', 'make a training the champion, unless it is worse than the present one beyond noise', [
    'marquee runs promote 5a9d3c4b2e10',
    'marquee runs promote 5a9d3c4b2e10 --as challenger',
    'marquee runs promote 5a9d3c4b2e10 --force "its explanations are what we want"',
  ])
    .argument('<run>', RUN)
    .addOption(new Option('--as <name>', 'as what').choices(['champion', 'challenger']).default('champion'))
    .option('--force <reason>', 'against the gate, with the reason that is recorded')
    .action(async (runId: string, options: PromoteOptions) => {
      const output = outputOf(options)
      await withTool(options, async ({ host }) => {
        const { as: alias, force: forceReason } = options
        const moved = await promoteRun(host, { runId, alias, movedBy: 'cli', forceReason })
        output.data(moved, () => `${moved.model} is ${alias} now. ${moved.verdict?.sentence ?? ''}`.trim())
      })
    })

const rollbackCommand = () =>
  declareOnData('rollback', 'back to the champion before', ['marquee runs rollback --reason "complaints"'])
    .option('--reason <text>', 'why, for the record')
    .action(async (options: CommonOptions & { reason?: string }) => {
      const output = outputOf(options)
      await withTool(options, async ({ host }) => {
        const moved = await rollbackChampion(host, { movedBy: 'cli', reason: options.reason })
        output.data(moved, () => `${moved.model} is champion again.`)
      })
    })

/** "NDCG@10 0.2513 [0.2400, 0.2626] over 120 people", or that there are none. */
export function describeFigures({ evaluation }: Run): string {
  if (!evaluation) return 'Not measured.'
  return `NDCG@10 ${formatEstimate(evaluation.metrics['NDCG@10'])} over ${evaluation.people} people.`
}
