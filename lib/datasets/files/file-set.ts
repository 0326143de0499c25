// The files of a data set, wherever they lie: a zip or a folder, read the same way.
import type { Readable } from 'node:stream'

export interface SourceFile {
  /** Its path inside the zip or folder, e.g. "ml-1m/ratings.dat". */
  name: string
  /** Bytes, unpacked. */
  size: number
  open(): Promise<Readable>
  /** Where it lies, when it is a file of its own: some formats are read from their end. */
  path?: string
}

export interface FileSet {
  files: SourceFile[]
  /** Whether one file was given, and not a folder or zip. */
  single: boolean
  /** sha256, hex, of the zip, or of the named files of a folder. */
  hash(names: string[]): Promise<string>
  close(): Promise<void>
}

/** Names that archivers and file managers leave behind, never data. */
export const isClutter = (name: string) => name.split('/').some((part) => part === '__MACOSX' || part.startsWith('.'))

/** The first bytes of a file, enough to recognise it. */
export async function readHead(file: SourceFile, length = 4096): Promise<Buffer> {
  const stream = await file.open()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= length) break
  }
  return Buffer.concat(chunks).subarray(0, length)
}
