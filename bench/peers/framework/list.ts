// Every comparison there is: each file of bench/peers exports `comparisons`.
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Comparison } from './comparison'

export const FOLDER = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

export interface Listed extends Comparison {
  /** Of {@link FOLDER}. */
  file: string
}

export async function listComparisons(): Promise<Listed[]> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts'))
  const lists = await Promise.all(
    files.sort().map(async (name) => {
      const loaded = (await import(pathToFileURL(path.join(FOLDER, name)).href)) as { comparisons: Comparison[] }
      return loaded.comparisons.map((comparison) => ({ ...comparison, file: name }))
    }),
  )
  return lists.flat()
}

/** Where the Python sides lie. */
export const scriptOf = (comparison: Comparison) => path.join(FOLDER, comparison.theirs.script)
