// The files of a zip as streams, each checked against its checksum, so that a damaged download is not half imported.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import type { Entry, ZipFile } from 'yauzl'
import yauzl from 'yauzl'
import { AppError } from '@/lib/errors/app-error'
import type { FileSet, SourceFile } from './file-set'
import { isClutter } from './file-set'
import { BOMB_FROM_BYTES, MAX_RATIO, MAX_TOTAL_BYTES, MAX_ZIP_FILES } from './limits'

const CHUNK = 1 << 18

export async function openZip(path: string): Promise<FileSet> {
  const zip = await openArchive(path)
  const entries = await readEntries(zip, path).catch((error: unknown) => {
    zip.close()
    throw error
  })
  const files: SourceFile[] = entries.map((entry) => ({
    name: entry.fileName,
    size: entry.uncompressedSize,
    open: () => openEntry(zip, entry, path),
  }))
  return {
    files,
    single: false,
    hash: () => hashFile(path),
    close: () => Promise.resolve(zip.close()),
  }
}

function openArchive(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) => (error ? reject(error) : resolve(zip)))
  })
}

function readEntries(zip: ZipFile, path: string): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = []
    let total = 0
    zip.on('entry', (entry: Entry) => {
      total += entry.uncompressedSize
      const problem = describeTrap(entry, total, zip.entryCount)
      if (problem !== null) {
        reject(new AppError('bad_data', `${path} ${problem}. No MovieLens zip does; it was not opened.`))
        return
      }
      if (!entry.fileName.endsWith('/') && !isClutter(entry.fileName)) entries.push(entry)
      zip.readEntry()
    })
    zip.once('end', () => resolve(entries))
    zip.once('error', reject)
    zip.readEntry()
  })
}

/** What makes the zip a trap rather than a data set; its own claims, which `openEntry` holds it to. */
function describeTrap(entry: Entry, total: number, nFiles: number): string | null {
  if (nFiles > MAX_ZIP_FILES) return `holds ${nFiles} files`
  if (total > MAX_TOTAL_BYTES) return `unpacks to more than ${MAX_TOTAL_BYTES / 1024 ** 3} GB`
  const { uncompressedSize, compressedSize, fileName } = entry
  return uncompressedSize > BOMB_FROM_BYTES && uncompressedSize > compressedSize * MAX_RATIO
    ? `holds ${fileName}, which unpacks to more than ${MAX_RATIO} times its size`
    : null
}

/** Inflating in large chunks of our own is twice as fast as the reader's default of 16 KB. */
async function openEntry(zip: ZipFile, entry: Entry, path: string): Promise<Readable> {
  const packed = await openPacked(zip, entry)
  const damaged = (cause?: unknown) =>
    new AppError('bad_data', `${entry.fileName} in ${path} is damaged or cut short. Download the zip again.`, { cause })
  let sum = 0
  let size = 0
  const check = new Transform({
    highWaterMark: CHUNK,
    transform(chunk: Buffer, _encoding, done) {
      sum = crc32(chunk, sum)
      size += chunk.length
      // A zip that lies about a size is not read to the end of its lie.
      done(size > entry.uncompressedSize ? damaged() : null, chunk)
    },
    flush: (done) => done(sum === entry.crc32 && size === entry.uncompressedSize ? null : damaged()),
  })
  const fail = (error: Error | null | undefined) => {
    if (error) check.destroy(error instanceof AppError ? error : damaged(error))
  }
  if (!entry.isCompressed()) pipeline(packed, check, fail)
  else pipeline(packed, createInflateRaw({ chunkSize: CHUNK }), check, fail)
  return check
}

function openPacked(zip: ZipFile, entry: Entry): Promise<Readable> {
  const options = { decompress: entry.isCompressed() ? false : null, decrypt: null, start: null, end: null }
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, options, (error, stream) => (error ? reject(error) : resolve(stream)))
  })
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
