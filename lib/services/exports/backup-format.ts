// The format of a backup: gzip over a JSON line that says what it is, then for each part a JSON line with its columns and
// its rows in frames (a line with the number of bytes, then the bytes; 0 ends the part), and a JSON line at the end.
import { z } from 'zod'
import { AppError } from '@/lib/errors/app-error'

export const BACKUP_FORMAT = 'marquee-backup'
export const BACKUP_VERSION = 1

export const headerSchema = z.object({
  format: z.literal(BACKUP_FORMAT),
  version: z.int(),
  dataSet: z.string().nullable(),
  withDataSet: z.boolean(),
  createdAt: z.iso.datetime(),
})
export type BackupHeader = z.infer<typeof headerSchema>

export const partSchema = z.union([
  z.object({ part: z.string(), columns: z.array(z.string().regex(/^[a-z_]+$/)).min(1) }),
  z.object({ end: z.literal(true) }),
])

export const line = (value: unknown) => Buffer.from(`${JSON.stringify(value)}\n`)

export async function* framed(rows: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const bytes of rows) {
    if (!bytes.length) continue
    yield Buffer.from(`${bytes.length}\n`)
    yield bytes
  }
  yield Buffer.from('0\n')
}

const LONGEST_LINE = 1_000_000
const LINE_END = 10

export const cutShort = (cause?: unknown) =>
  new AppError('bad_data', 'The backup is damaged or cut short. Nothing was restored.', { cause })

/** Reads lines and frames from chunks of any size. */
export class BackupReader {
  private rest: Buffer = Buffer.alloc(0)
  private readonly chunks: AsyncIterator<Buffer>

  constructor(source: AsyncIterable<Buffer>) {
    this.chunks = source[Symbol.asyncIterator]()
  }

  /** @throws AppError('bad_data') for anything but a line of JSON that keeps the schema. */
  async readJson<S extends z.ZodType>(schema: S): Promise<z.output<S>> {
    const text = await this.readLine()
    try {
      return schema.parse(JSON.parse(text))
    } catch (cause) {
      throw cutShort(cause)
    }
  }

  /** The rows of one part, to its end. */
  async *rows(): AsyncGenerator<Buffer> {
    for (;;) {
      const text = await this.readLine()
      if (!/^\d{1,10}$/.test(text)) throw cutShort()
      let left = Number(text)
      if (left === 0) return
      while (left > 0) {
        if (!this.rest.length) await this.more()
        const taken = this.rest.subarray(0, left)
        this.rest = this.rest.subarray(taken.length)
        left -= taken.length
        yield taken
      }
    }
  }

  private async readLine(): Promise<string> {
    let end: number
    while ((end = this.rest.indexOf(LINE_END)) < 0) {
      if (this.rest.length > LONGEST_LINE) throw cutShort()
      await this.more()
    }
    const text = this.rest.toString('utf8', 0, end)
    this.rest = this.rest.subarray(end + 1)
    return text
  }

  private async more(): Promise<void> {
    const next = await this.chunks.next().catch((cause: unknown) => {
      throw cutShort(cause)
    })
    if (next.done) throw cutShort()
    this.rest = this.rest.length ? Buffer.concat([this.rest, next.value]) : next.value
  }
}
