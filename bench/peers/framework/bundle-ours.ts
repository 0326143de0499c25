// Our side of a comparison as it is shipped: one file of JavaScript, so that neither a loader of TypeScript nor other comparisons are in its memory.
import path from 'node:path'
import { build } from 'esbuild'
import { alone, common } from '../../../scripts/bundling.mjs'
import { FOLDER, type Listed } from './list'

const BUNDLES = path.resolve('.marquee/bench/ours')

/** @returns the file to be run with the name of the comparison and its context. */
export async function bundleOurs({ name, file }: Listed): Promise<string> {
  const outfile = path.join(BUNDLES, `${name}.mjs`)
  const contents = [
    `import { comparisons } from './${file}'`,
    `import { runOurs } from './framework/run-ours'`,
    `await runOurs(comparisons)`,
  ].join('\n')
  await build({
    stdin: { contents, resolveDir: FOLDER, loader: 'ts' },
    outfile,
    ...common,
    ...alone,
  })
  return outfile
}
