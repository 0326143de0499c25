// The thread that takes a Parquet file apart. A file may lie about every size in it, and the reader believes some of
// those lies; in a thread with a heap of its own the worst of them ends the thread, and not the process.
// Plain JavaScript in a string, because a thread's file would have to be found under three bundlers.

/** Sent to the thread, with `file` and the addresses of the two packages. */
export interface WorkerData {
  file: string
  hyparquet: string
  compressors: string
}

export interface ParquetColumn {
  name: string
  /** Numbers, texts or times: one value a row. */
  plain: boolean
}

export interface ParquetOutline {
  columns: ParquetColumn[]
  groups: { rows: number; bytes: number }[]
}

/** Values as numbers, times in seconds; NaN for what is none. */
export type ParquetGroup = Float64Array[]

export const WORKER_SOURCE = `
const { parentPort, workerData } = require('node:worker_threads')
const MAX_PAGE_BYTES = 256 * 1024 ** 2
const NUMBER = /^\\s*[+-]?(\\d+(\\.\\d*)?|\\.\\d+)\\s*$/

const seconds = (perSecond) => (value) => (value === undefined || value === null ? NaN : Math.floor(Number(value) / perSecond))
const parsers = {
  timestampFromMilliseconds: seconds(1e3),
  timestampFromMicroseconds: seconds(1e6),
  timestampFromNanoseconds: seconds(1e9),
  dateFromDays: (days) => (days === undefined || days === null ? NaN : days * 86400),
}

function toNumber(value) {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : NaN
}

/** A page that says it unpacks to more is not unpacked. */
const within = (unpack) => (bytes, size) => {
  if (!(size <= MAX_PAGE_BYTES)) throw new Error('a page of ' + size + ' bytes')
  return unpack(bytes, size)
}

const opening = (async () => {
  const [parquet, packages] = await Promise.all([import(workerData.hyparquet), import(workerData.compressors)])
  const compressors = Object.fromEntries(Object.entries(packages.compressors).map(([name, unpack]) => [name, within(unpack)]))
  const file = await parquet.asyncBufferFromFile(workerData.file)
  const metadata = await parquet.parquetMetadataAsync(file, { parsers, geoparquet: false })
  return { parquet, compressors, file, metadata }
})()
opening.catch(() => undefined)

async function outline() {
  const { parquet, metadata } = await opening
  const columns = parquet.parquetSchema(metadata).children.map(({ element, children }) => ({
    name: element.name,
    plain: children.length === 0 && element.repetition_type !== 'REPEATED',
  }))
  const groups = metadata.row_groups.map((group) => ({
    rows: Number(group.num_rows),
    bytes: group.columns.reduce((sum, column) => sum + Number(column.meta_data?.total_compressed_size ?? 0), 0),
  }))
  return { columns, groups }
}

async function readGroup({ start, rows, columns }) {
  const { parquet, compressors, file, metadata } = await opening
  const values = new Map(columns.map((name) => [name, new Float64Array(rows).fill(NaN)]))
  await parquet.parquetRead({
    file, metadata, compressors, parsers, columns,
    geoparquet: false,
    rowStart: start,
    rowEnd: start + rows,
    onChunk({ columnName, columnData, rowStart }) {
      const target = values.get(columnName)
      const from = rowStart - start
      const end = Math.min(columnData.length, rows - from)
      for (let i = Math.max(0, -from); i < end; i++) target[from + i] = toNumber(columnData[i])
    },
  })
  return columns.map((name) => values.get(name))
}

parentPort.on('message', (wish) => {
  const work = wish === 'outline' ? outline() : readGroup(wish)
  work.then(
    (result) => parentPort.postMessage({ result }, Array.isArray(result) ? result.map((values) => values.buffer) : []),
    (error) => parentPort.postMessage({ error: String(error?.message ?? error).slice(0, 200) }),
  )
})
`
