// Bundles the programs that Node runs: the launcher of `npm start`, the web process, the worker and its threads, the CLI.
import { chmodSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { alone, common } from './bundling.mjs'

const outdir = process.argv[2] ?? 'dist'
rmSync(outdir, { recursive: true, force: true })
await build({
  ...common,
  entryPoints: { launch: 'scripts/launch.ts', server: 'server.ts', worker: 'worker.ts', cli: 'cli/main.ts' },
  outdir,
  splitting: true,
  packages: 'external',
  sourcemap: 'linked',
})
// The threads in which the worker and `marquee train` fit models.
await build({
  ...common,
  ...alone,
  entryPoints: { 'training-thread': 'lib/services/training/thread.ts' },
  outdir,
  sourcemap: 'linked',
})
// npx and a link to it run the file itself.
chmodSync(path.join(outdir, 'cli.js'), 0o755)
