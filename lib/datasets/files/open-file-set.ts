// Opens a zip, a folder or one file, and says in one sentence why it could not.
import { open, stat } from 'node:fs/promises'
import { AppError, isAppError } from '@/lib/errors/app-error'
import type { FileSet } from './file-set'
import { openFolder, openSingleFile } from './folder-files'
import { openZip } from './zip-files'

const EXPECTED =
  'Expected a MovieLens zip as downloaded from grouplens.org, the folder it unpacks to, or a file of ratings.'

/** @throws AppError('not_found' | 'bad_data') */
export async function openFileSet(path: string): Promise<FileSet> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) return await openFolder(path)
    if (!found.isFile()) throw new AppError('bad_data', `${path} is neither a file nor a folder. ${EXPECTED}`)
    if (found.size === 0) throw new AppError('bad_data', `${path} is empty. ${EXPECTED} Download it again.`)
    return (await isZip(path)) ? await openZip(path) : openSingleFile(path, found.size)
  } catch (error) {
    throw isAppError(error) ? error : explainFileError(path, error)
  }
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.toString('latin1', 0, 2) === 'PK'
  } finally {
    await file.close()
  }
}

/** Turns what the operating system or the zip reader says into one sentence with the next step. */
export function explainFileError(path: string, error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new AppError('not_found', `There is nothing at ${path}. ${EXPECTED} Check the path.`, { cause: error })
  if (code === 'EACCES' || code === 'EPERM')
    return new AppError('bad_data', `No permission to read ${path}. Make it readable for this user, then try again.`, {
      cause: error,
    })
  if (
    error instanceof Error &&
    /^(invalid relative path|absolute path|invalid characters in fileName)/.test(error.message)
  )
    return new AppError(
      'bad_data',
      `${path} names files outside of itself (${error.message.slice(0, 120)}), which no MovieLens zip does. It was not opened.`,
      { cause: error },
    )
  return new AppError('bad_data', `${path} cannot be read: it is damaged or cut short. Download it again.`, {
    cause: error,
  })
}
