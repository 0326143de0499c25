// An export as Parquet: row group after row group, with no more than one of them in memory.
import { ByteWriter, ParquetWriter, schemaFromColumnData, type BasicType } from 'hyparquet-writer'
import { exportBatches, type ExportName, type ExportWho } from '@/lib/db/export'
import type { Host } from '../host/host'

const ROWS_PER_GROUP = 100_000

/** Every other column is a text. */
const TYPES: Partial<Record<string, BasicType>> = {
  profileId: 'INT32',
  userId: 'INT32',
  movieId: 'INT32',
  viewerId: 'INT32',
  sourceUserId: 'INT32',
  sourceMovieId: 'INT32',
  rank: 'INT32',
  stars: 'FLOAT',
  score: 'FLOAT',
  predictedStars: 'FLOAT',
  ratedAt: 'TIMESTAMP',
  createdAt: 'TIMESTAMP',
}

const typeOf = (column: string): BasicType => TYPES[column] ?? 'STRING'

export async function* exportParquet(
  { db }: Pick<Host, 'db'>,
  { name, who }: { name: ExportName; who: ExportWho },
): AsyncGenerator<Buffer> {
  const bytes = new ByteWriter()
  let writer: ParquetWriter | undefined
  for await (const { columns, rows } of exportBatches(db, name, who, ROWS_PER_GROUP)) {
    const columnData = columns.map((column, i) => ({
      name: column,
      type: typeOf(column),
      data: rows.map((row) => row[i]),
    }))
    writer ??= new ParquetWriter({ writer: bytes, schema: schemaFromColumnData({ columnData }), createdBy: 'marquee' })
    await writer.write({ columnData, rowGroupSize: ROWS_PER_GROUP })
    yield take(bytes)
  }
  await writer?.finish()
  yield take(bytes)
}

/** What was written since the last time. The writer goes on counting offsets; only its room is used again. */
function take(bytes: ByteWriter): Buffer {
  const taken = Buffer.from(bytes.getBytes())
  bytes.index = 0
  return taken
}
