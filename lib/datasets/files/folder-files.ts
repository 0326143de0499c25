// A data set's files in a folder, or in the one folder inside it that unzipping made.
import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { access, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { FileSet, SourceFile } from './file-set'
import { isClutter } from './file-set'

/** A data set has about ten files; whoever points at a home folder should not wait for all of it. */
const MAX_FILES = 500

export async function openFolder(root: string): Promise<FileSet> {
  const files: SourceFile[] = []
  const inner: string[] = []
  await collectFiles(root, '', files, inner)
  for (const folder of inner) await collectFiles(root, folder, files, [])
  return {
    files,
    single: false,
    hash: (names) => hashFiles(files.filter((file) => names.includes(file.name))),
    close: () => Promise.resolve(),
  }
}

export function openSingleFile(full: string, size: number): FileSet {
  const files = [sourceFile(full, path.basename(full), size)]
  return { files, single: true, hash: () => hashFiles(files), close: () => Promise.resolve() }
}

/** The other files of a file's folder, as far as they can be opened. */
export async function openNeighbours(full: string): Promise<SourceFile[]> {
  const folder = path.dirname(path.resolve(full))
  const files: SourceFile[] = []
  await collectFiles(folder, '', files, [])
  const readable: SourceFile[] = []
  for (const file of files)
    if (file.name !== path.basename(full) && (await mayRead(path.join(folder, file.name)))) readable.push(file)
  return readable
}

const mayRead = (full: string) =>
  access(full, constants.R_OK).then(
    () => true,
    () => false,
  )

const sourceFile = (full: string, name: string, size: number): SourceFile => ({
  name,
  size,
  path: full,
  open: () => Promise.resolve(createReadStream(full, { highWaterMark: 1 << 20 })),
})

async function collectFiles(root: string, folder: string, files: SourceFile[], folders: string[]): Promise<void> {
  for (const entry of (await readdir(path.join(root, folder))).sort()) {
    if (files.length >= MAX_FILES || isClutter(entry)) continue
    const name = folder === '' ? entry : `${folder}/${entry}`
    const full = path.join(root, name)
    // A dangling link is not a file of ours.
    const found = await stat(full).catch(() => null)
    if (found?.isDirectory()) folders.push(name)
    if (found?.isFile()) files.push(sourceFile(full, name, found.size))
  }
}

/** Over names, sizes and contents. */
export async function hashFiles(files: SourceFile[]): Promise<string> {
  const hash = createHash('sha256')
  for (const file of files) {
    hash.update(`${path.basename(file.name)} ${file.size}\n`)
    for await (const chunk of (await file.open()) as AsyncIterable<Buffer>) hash.update(chunk)
  }
  return hash.digest('hex')
}
