// Typed arrays as files: raw little-endian bytes, known by their hash.
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { endianness } from 'node:os'
import path from 'node:path'
import { AppError } from '@/lib/errors/app-error'
import type { ModelState } from '@/lib/recsys/models/contract'
import { codeOf, writeDurably } from './durable'
import { arrayTypes, requireArrayName, type ArrayFile, type ArrayType } from './manifest'

type Arrays = ModelState['arrays']
type StoredArray = Arrays[string]

/** Reads in pieces, since one read call cannot pass 2 GB. */
const PIECE = 1 << 28

const fileOf = (dir: string, name: string) => path.join(dir, `${name}.bin`)

/** Writes every array into `dir` and describes what was written. */
export async function writeArrays(dir: string, arrays: Arrays): Promise<Record<string, ArrayFile>> {
  requireLittleEndian()
  const files: Record<string, ArrayFile> = {}
  for (const [name, array] of Object.entries(arrays)) {
    requireArrayName(name)
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
    files[name] = { type: typeOf(array), length: array.length, sha256: hashOf(bytes) }
    await writeDurably(fileOf(dir, name), bytes)
  }
  return files
}

/** @throws AppError('bad_artefact') when a file is missing, of the wrong length, or not what was written. */
export async function readArrays(dir: string, files: Record<string, ArrayFile>): Promise<Arrays> {
  requireLittleEndian()
  const arrays: Arrays = {}
  for (const [name, { type, length, sha256 }] of Object.entries(files)) {
    const array = new arrayTypes[type](length)
    const bytes = new Uint8Array(array.buffer)
    await fill(bytes, fileOf(dir, name))
    if (hashOf(bytes) !== sha256)
      throw damaged(`${fileOf(dir, name)} is not what was written (its SHA-256 differs from the manifest's)`)
    arrays[name] = array
  }
  return arrays
}

async function fill(bytes: Uint8Array, file: string): Promise<void> {
  const handle = await openFile(file)
  try {
    const { size } = await handle.stat()
    if (size !== bytes.length) throw damaged(`${file} has ${size} bytes, expected ${bytes.length}`)
    let at = 0
    while (at < bytes.length) {
      const { bytesRead } = await handle.read(bytes, at, Math.min(PIECE, bytes.length - at), at)
      if (bytesRead === 0) throw damaged(`${file} ended after ${at} of ${bytes.length} bytes`)
      at += bytesRead
    }
  } finally {
    await handle.close()
  }
}

async function openFile(file: string) {
  try {
    return await open(file, 'r')
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') throw damaged(`${file} is missing`, cause)
    throw cause
  }
}

const damaged = (what: string, cause?: unknown) =>
  new AppError('bad_artefact', `${what}. Delete the folder; it is made again.`, { cause })

function typeOf(array: StoredArray): ArrayType {
  const found = (Object.keys(arrayTypes) as ArrayType[]).find((type) => array instanceof arrayTypes[type])
  if (!found) throw new AppError('invalid', `An artefact cannot hold a ${array.constructor.name}.`)
  return found
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** The bytes of a typed array are in the machine's order; ours are little-endian, as nearly every machine's. */
function requireLittleEndian(): void {
  if (endianness() !== 'LE') throw new AppError('unavailable', 'Artefacts need a little-endian processor.')
}
