// Small data sets on disk for tests: folders, and zips without compression or with it.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'

export type Contents = Record<string, string | Buffer>

export interface Workbench {
  folder: string
  /** Writes the files into a folder of that name, and answers its path. */
  writeFolder(name: string, contents: Contents): string
  /** Writes one file, and answers its path. */
  writeFile(name: string, bytes: string | Buffer): string
  remove(): void
}

export function createWorkbench(): Workbench {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'marquee-datasets-'))
  const writeFile = (name: string, bytes: string | Buffer) => {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, bytes)
    return file
  }
  return {
    folder,
    writeFile,
    writeFolder(name, contents) {
      mkdirSync(path.join(folder, name), { recursive: true })
      for (const [file, bytes] of Object.entries(contents)) writeFile(path.join(name, file), bytes)
      return path.join(folder, name)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** The simplest zip there is: local headers, central directory, end record. */
export function createZip(contents: Contents, { compress = true } = {}): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(contents)) {
    const bytes = Buffer.from(content)
    const packed = compress ? deflateRawSync(bytes) : bytes
    const title = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(compress ? 8 : 0, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(title.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    parts.push(Buffer.from('PK\x03\x04'), common, title, packed)
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), common, tail, title)
    offset += 4 + 26 + title.length + packed.length
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(Object.keys(contents).length, 4)
  end.writeUInt16LE(Object.keys(contents).length, 6)
  end.writeUInt32LE(listing.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, listing, Buffer.from('PK\x05\x06'), end])
}

export const SMALL_CSV: Contents = {
  'movies.csv': 'movieId,title,genres\n1,Toy Story (1995),Animation|Children\n2,"Matrix, The (1999)",Action|Sci-Fi\n',
  'ratings.csv': 'userId,movieId,rating,timestamp\n1,1,4.0,964982703\n1,2,4.5,964981247\n2,1,0.5,1445714835\n',
  'tags.csv': 'userId,movieId,tag,timestamp\n2,1,"fun, really",1445714994\n',
  'links.csv': 'movieId,imdbId,tmdbId\n1,0114709,862\n2,0133093,\n',
}

export const SMALL_DAT: Contents = {
  'movies.dat': Buffer.from(
    "1::Toy Story (1995)::Animation|Children's|Comedy\n73::Misérables, Les (1995)::Drama\n",
    'latin1',
  ),
  'ratings.dat': '1::1::4::978300019\n1::73::5::978300055\n',
  'users.dat': '1::F::1::10::48067\n',
}

export async function collect<T>(batches: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const batch of batches) all.push(batch)
  return all
}
