// Writing a stream to a file: whole under its name, or not at all.
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '@/lib/errors/app-error'

/** Through `packer`, when there is one. Returns how many bytes the file has. */
export async function writeWhole(
  file: string,
  rows: AsyncIterable<Buffer>,
  packer: NodeJS.ReadWriteStream = new PassThrough(),
): Promise<number> {
  const part = `${file}.part`
  const target = createWriteStream(part)
  try {
    await pipeline(rows, packer, target)
    await rename(part, file)
    return target.bytesWritten
  } catch (error) {
    await rm(part, { force: true })
    throw explain(error, file)
  }
}

function explain(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return new AppError('not_found', `There is no folder for ${file}. Make it first.`)
  if (code === 'ENOSPC') return new AppError('unavailable', `The disk is full; ${file} was not written.`)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR' || code === 'EROFS')
    return new AppError('invalid', `${file} cannot be written (${code}). Choose another place.`)
  return error
}
