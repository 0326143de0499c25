// Bundles the programs that Node runs: the launcher of `npm start`, the web process, the worker and its threads, the CLI.
import { chmodSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'

const outdir = process.argv[2] ?? 'dist'
rmSync(outdir, { recursive: true, force: true })
await build({
  entryPoints: {
    ...{ launch: 'scripts/launch.ts', server: 'server.ts', worker: 'worker.ts', cli: 'cli/main.ts' },
    // The threads in which the worker and `marquee train` fit models.
    'training-thread': 'lib/services/training/thread.ts',
  },
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: 'linked',
  logLevel: 'warning',
})
// npx and a link to it run the file itself.
chmodSync(path.join(outdir, 'cli.js'), 0o755)
