// The files of a metadata dump: a zip, a folder, or one file with its neighbours; gzip is unpacked on the way.
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { AppError, isAppError } from '@/lib/errors/app-error'
import type { FileSet, SourceFile } from '../files/file-set'
import { readHead } from '../files/file-set'
import { hashFiles, openFolder } from '../files/folder-files'
import { explainFileError } from '../files/open-file-set'
import { openZip } from '../files/zip-files'
import { countBytes } from '../movielens/read-rows'
import type { Report } from '../report'

export const EXPECTED_DUMP =
  'Expected JSON lines of TMDb records, tmdb_5000_movies.csv or movies_metadata.csv (plain, as .gz, in a zip or in a folder).'

export interface DumpFiles {
  /** What may hold the films. */
  files: SourceFile[]
  /** What lies beside a single file, and may complete it. */
  beside: SourceFile[]
  hash: FileSet['hash']
  close(): Promise<void>
}

/** @throws AppError('not_found' | 'bad_data') */
export async function openDumpFiles(source: string): Promise<DumpFiles> {
  try {
    const found = await stat(source)
    if (found.isDirectory()) return { ...(await openFolder(source)), beside: [] }
    if (!found.isFile() || found.size === 0)
      throw new AppError('bad_data', `${source} is ${found.isFile() ? 'empty' : 'not a file'}. ${EXPECTED_DUMP}`)
    if (await beginsWith(source, 'PK')) return { ...(await openZip(source)), beside: [] }
    return await openWithNeighbours(source, found.size)
  } catch (error) {
    if (isAppError(error)) throw error
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new AppError('not_found', `There is nothing at ${source}. ${EXPECTED_DUMP} Check the path.`)
    throw explainFileError(source, error)
  }
}

/** Only its neighbours in CSV: nothing else completes a dump, and a folder of downloads holds much. */
async function openWithNeighbours(source: string, size: number): Promise<DumpFiles> {
  const name = path.basename(source)
  const folder = await openFolder(path.dirname(source)).catch(() => null)
  const beside = folder?.files.filter((file) => file.name !== name && /^[^/]*\.csv(\.gz)?$/i.test(file.name)) ?? []
  const stream = () => createReadStream(source, { highWaterMark: 1 << 20 })
  const own: SourceFile = { name, size, open: () => Promise.resolve(stream()) }
  return {
    files: [own],
    beside,
    hash: (names) => hashFiles([own, ...beside].filter((file) => names.includes(file.name))),
    close: () => Promise.resolve(),
  }
}

async function beginsWith(source: string, sign: string): Promise<boolean> {
  const file = await open(source)
  try {
    const { buffer } = await file.read(Buffer.alloc(sign.length), 0, sign.length, 0)
    return buffer.toString('latin1') === sign
  } finally {
    await file.close()
  }
}

/** The bytes of a file, unpacked; `report.bytesRead` counts them as they lie on disk. */
export async function* readUnpacked(file: SourceFile, report?: Report): AsyncGenerator<Buffer> {
  const sign = await readHead(file, 2)
  const packed: AsyncIterable<Buffer> = await file.open()
  const counted = report ? countBytes(packed, report) : packed
  if (sign.toString('latin1') !== '\x1f\x8b') {
    yield* counted
    return
  }
  const gunzip = createGunzip({ chunkSize: 1 << 18 })
  // An error of either ends the stream that is read below.
  pipeline(counted, gunzip, () => undefined)
  try {
    yield* gunzip as AsyncIterable<Buffer>
  } catch (error) {
    throw new AppError('bad_data', `${file.name} is damaged or cut short. Get it again.`, { cause: error })
  }
}

export async function readUnpackedHead(file: SourceFile, length = 1 << 16): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of readUnpacked(file)) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= length) break
  }
  return Buffer.concat(chunks).subarray(0, length)
}
