// marquee train: makes the models that are missing or stale.
import { models } from '@/lib/recsys/models/registry'
import { toolLog } from '@/lib/services/open-tool'
import { trainStaleModels } from '@/lib/services/train-models'
import { declareOnData, outputOf, withTool, type CommonOptions } from './command'

interface Options extends CommonOptions {
  model?: string
  again?: boolean
}

export const trainCommand = () =>
  declareOnData('train', 'train what is missing or stale; a running server takes the new models up', [
    'marquee train',
    'marquee train --model content --again',
  ])
    .option('--model <name>', `this model alone: ${models.map((model) => model.name).join(', ')}`)
    .option('--again', 'also what is up to date')
    .action(train)

async function train(options: Options) {
  const output = outputOf(options)
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop)
  try {
    await withTool(options, async ({ host }, config) => {
      const trained = await trainStaleModels({
        db: host.db,
        config,
        log: toolLog(config),
        signal: stopping.signal,
        report: output.progress,
        only: options.model,
        again: options.again,
      })
      output.data({ trained }, () => (trained.length ? `Trained ${trained.join(', ')}.` : 'Everything is up to date.'))
    })
  } finally {
    process.off('SIGINT', stop)
  }
}
