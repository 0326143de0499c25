// marquee train: makes the models that are missing or stale, or one with a configuration of its own.
import type { Config } from '@/lib/config/env'
import { AppError } from '@/lib/errors/app-error'
import { models, requireModel } from '@/lib/recsys/models/registry'
import type { Run } from '@/lib/schemas/run'
import { toolLog } from '@/lib/services/host/open-tool'
import { requireRun } from '@/lib/services/runs/list-runs'
import { syncMlflow } from '@/lib/services/runs/sync-mlflow'
import { trainStaleModels } from '@/lib/services/training/train-models'
import type { TrainingOptions } from '@/lib/services/training/options'
import { trainOne } from '@/lib/services/training/train-one'
import { workOff } from '@/lib/services/training/work-off'
import { MAX_ID, declareOnData, outputOf, wholeNumber, withTool, type CommonOptions } from './command'
import { parseJsonOrFile } from './exam-options'
import type { Output } from './output'
import { describeFigures } from './runs'

interface Options extends CommonOptions {
  model?: string
  config?: string
  seed?: number
  again?: boolean
}

export const trainCommand = () =>
  declareOnData('train', 'train what is missing or stale; a running server takes the new models up', [
    'marquee train',
    'marquee train --model content --again',
    'marquee train --model ease --config \'{"regularization": 300}\'',
  ])
    .option('--model <name>', `this model alone: ${models.map((model) => model.name).join(', ')}`)
    .option('--config <json|file>', 'its hyper-parameters, as JSON or a file of it (default: its own defaults)')
    .option('--seed <number>', 'decides everything that is drawn by chance (default: 1)', wholeNumber(0, MAX_ID))
    .option('--again', 'also what is up to date')
    .action(train)

async function train(options: Options) {
  const output = outputOf(options)
  const wish = readWish(options)
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop)
  try {
    await withTool(options, async ({ host }, config: Config) => {
      const log = toolLog(config)
      const training = { db: host.db, config, log, signal: stopping.signal, report: output.progress }
      if (wish) await trainWish(training, wish, output)
      else await trainStale(training, options, output)
    })
  } finally {
    process.off('SIGINT', stop)
  }
}

/** Before anything is opened for nothing. @throws AppError('invalid') */
function readWish({ model, config: given, seed, again }: Options) {
  const config = parseJsonOrFile(given, '--config')
  if (model) requireModel(model).parseConfig(config)
  if (config === undefined && seed === undefined) return null
  if (!model) throw new AppError('invalid', '--config and --seed belong to one model: name it with --model.')
  return { model, config, seed: seed ?? 1, again }
}

async function trainStale(training: TrainingOptions, { model, again }: Options, output: Output) {
  const trained = await trainStaleModels({ ...training, only: model, again })
  await workOff(training)
  await syncMlflow(training)
  output.data({ trained }, () => (trained.length ? `Trained ${trained.join(', ')}.` : 'Everything is up to date.'))
}

async function trainWish(training: TrainingOptions, wish: NonNullable<ReturnType<typeof readWish>>, output: Output) {
  const { runId, trained } = await trainOne(training, wish)
  const run = await requireRun(training.db, runId)
  output.data({ trained: trained ? [run.model] : [], run }, () => describe(run, trained))
  output.message(`Next: marquee runs promote ${runId}`)
}

const describe = (run: Run, trained: boolean) =>
  `${trained ? 'Trained' : 'There already:'} ${run.model}, run ${run.id}. ${describeFigures(run)}`
