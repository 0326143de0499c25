// A file as plain text in UTF-8 or Latin-1: unpacks gzip and decodes UTF-16 on the way, within limits.
import type { Readable } from 'node:stream'
import { Transform, pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { AppError } from '@/lib/errors/app-error'
import type { SourceFile } from './file-set'
import { readHead } from './file-set'
import { BOMB_FROM_BYTES, MAX_RATIO, MAX_TOTAL_BYTES } from './limits'

const CHUNK = 1 << 18
/** What text of ratings usually packs to; only the progress bar depends on it. */
const USUAL_RATIO = 4

export async function decodeText(file: SourceFile): Promise<SourceFile> {
  const first = await readHead(file, 4)
  const plain = first[0] === 0x1f && first[1] === 0x8b ? gunzip(file) : file
  const encoding = recogniseUtf16(await readHead(plain, 1024))
  return encoding === null
    ? plain
    : { ...plain, path: undefined, open: async () => decode(await plain.open(), encoding) }
}

/** By its byte order mark or, where there is none, by the zeros in every second byte. */
function recogniseUtf16(head: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const nPairs = head.length >> 1
  let [even, odd] = [0, 0]
  for (let at = 0; at < nPairs * 2; at += 2) {
    if (head[at] === 0) even += 1
    if (head[at + 1] === 0) odd += 1
  }
  if (nPairs < 4) return null
  if (odd > nPairs * 0.7 && even === 0) return 'utf-16le'
  return even > nPairs * 0.7 && odd === 0 ? 'utf-16be' : null
}

function decode(bytes: Readable, encoding: 'utf-16le' | 'utf-16be'): Readable {
  const decoder = new TextDecoder(encoding)
  const text = new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, Buffer.from(decoder.decode(chunk, { stream: true }))),
    flush: (done) => done(null, Buffer.from(decoder.decode())),
  })
  pipeline(bytes, text, (error) => {
    if (error) text.destroy(error)
  })
  return text
}

function gunzip(file: SourceFile): SourceFile {
  return { name: file.name, size: file.size * USUAL_RATIO, open: async () => unpack(file, await file.open()) }
}

function unpack(file: SourceFile, packed: Readable): Readable {
  let size = 0
  const check = new Transform({
    highWaterMark: CHUNK,
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      const swells = size > BOMB_FROM_BYTES && size > file.size * MAX_RATIO
      if (swells || size > MAX_TOTAL_BYTES)
        done(new AppError('bad_data', `${file.name} unpacks to far more than a data set can be; it was not read on.`))
      else done(null, chunk)
    },
  })
  pipeline(packed, createGunzip({ chunkSize: CHUNK }), check, (error) => {
    if (error)
      check.destroy(
        error instanceof AppError
          ? error
          : new AppError('bad_data', `${file.name} is damaged or cut short. Download it again.`, { cause: error }),
      )
  })
  return check
}
