// The training thread as it is shipped, bundled for a test.
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'

/** Under node_modules' parent, so that packages are found from there. */
export async function bundleThread(): Promise<{ file: string; remove(): Promise<void> }> {
  const outdir = path.resolve('.marquee', `test-thread-${process.pid}`)
  await build({
    entryPoints: { 'training-thread': 'lib/services/training/thread.ts' },
    outdir,
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external' },
    logLevel: 'error',
  })
  return { file: path.join(outdir, 'training-thread.js'), remove: () => rm(outdir, { recursive: true, force: true }) }
}
