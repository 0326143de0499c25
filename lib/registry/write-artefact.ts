// The one way in which artefacts of any kind are written.
import path from 'node:path'
import { AppError } from '@/lib/errors/app-error'
import type { ModelState } from '@/lib/recsys/models/contract'
import { writeArrays } from './arrays'
import { createFolder, writeDurably } from './durable'
import { MANIFEST_FILE, parseManifest, type Manifest } from './manifest'

/** Writes arrays, then the manifest that `describe` makes of them, into a folder that appears whole. */
export async function writeArtefact<M extends Manifest>(
  dir: string,
  arrays: ModelState['arrays'],
  describe: (files: Manifest['arrays']) => M,
): Promise<M> {
  let written: M | undefined
  await createFolder(dir, async (part) => {
    written = describe(await writeArrays(part, arrays))
    const text = `${JSON.stringify(written, null, 2)}\n`
    // What cannot be read back must not be kept.
    parseManifest(text, dir)
    await writeDurably(path.join(part, MANIFEST_FILE), Buffer.from(text))
  })
  if (!written) throw new AppError('internal', `The artefact ${dir} was not written.`)
  return written
}
