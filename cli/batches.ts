// marquee batches: what was imported, and taking an import back.
import { listBatches, undoBatch } from '@/lib/services/imports/import-batches'
import { declareGroup, declareOnData, outputOf, parseId, withTool, type CommonOptions } from './command'
import { counted, table } from './output'

export const batchesCommand = () =>
  declareGroup('batches', 'list imports, and undo the newest', ['marquee batches list', 'marquee batches undo 3'])
    .addCommand(declareOnData('list', 'every import and undo, newest first', ['marquee batches list']).action(list))
    .addCommand(
      declareOnData('undo', 'take an import back; what people gave stays', ['marquee batches undo 3'])
        .argument('<number>', 'as marquee batches list shows it; the newest first', parseId)
        .action(undo),
    )

async function list(options: CommonOptions) {
  const output = outputOf(options)
  await withTool(options, async ({ database }) => {
    const batches = await listBatches(database.url)
    const rows = batches.map(({ id, kind, dataSet, label, importedAt, changedRows, undoes, undoneAt }) => [
      String(id),
      kind === 'undo' ? `undo of ${undoes}` : undoneAt ? 'import, undone' : 'import',
      dataSet,
      label ?? '',
      importedAt.slice(0, 16).replace('T', ' '),
      changedRows,
    ])
    output.data({ batches }, () => table(['number', 'what', 'data set', 'label', 'when (UTC)', 'rows'], rows, output))
  })
}

async function undo(id: number, options: CommonOptions) {
  const output = outputOf(options)
  await withTool(options, async ({ database }) => {
    const result = await undoBatch(database.url, id)
    output.data(result, () => `Batch ${id} is undone; as before: ${counted(result.changedRows, 'row')}.`)
  })
}
