// npm run bench: builds what is stale, then measures (bench/main.ts). Built-ins only.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { ensureBundle, ensureGenerated, ensurePackages, ensurePages, requireNode } from './prepare.mjs'

process.chdir(path.join(import.meta.dirname, '..'))
requireNode()
await ensurePackages()
await ensureGenerated()
await ensureBundle()
await ensurePages()
const args = ['--import', 'tsx', 'bench/main.ts', ...process.argv.slice(2)]
process.exit(spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1)
