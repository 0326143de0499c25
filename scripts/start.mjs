// npm start: prepares what is missing, then hands over to the launcher (scripts/launch.ts). Built-ins only.
import path from 'node:path'
import { parseArgs } from 'node:util'
import {
  children,
  ensureBundle,
  ensureGenerated,
  ensurePackages,
  ensurePages,
  PlainError,
  requireNode,
} from './prepare.mjs'
import { complain, say, step } from './steps.mjs'

const HELP = `Usage: npm start -- [options]

  --data PATH   a MovieLens zip or folder (default: what was used last, else a download, else the demo catalogue)
  --enrich PATH a dump of film metadata to add to it: overviews, posters, people (docs/enrichment.md)
  --port N      where to serve (default: PORT, else 3000)
  --dev         serve with hot reload, for working on Marquee itself
  --help        this text

Settings that stay are read from .env; .env.example explains them.`

process.chdir(path.join(import.meta.dirname, '..'))

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string' },
        enrich: { type: 'string' },
        port: { type: 'string' },
        dev: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    return values
  } catch (error) {
    throw new PlainError(`${error.message.split('\n')[0]}\n\n${HELP}`)
  }
}

// Before the launcher takes over, a signal ends what is being prepared; stamps make the next start do it again.
let launched
const stopChildren = (signal) => {
  for (const child of children) child.kill(signal)
}
const onSignal = (signal) => {
  if (launched) return
  stopChildren(signal)
  process.exit(signal === 'SIGINT' ? 130 : 143)
}
process.on('SIGINT', onSignal)
process.on('SIGTERM', onSignal)

try {
  const options = readArguments()
  if (options.help) {
    say(HELP)
    process.exit(0)
  }
  if (options.data === '') throw new PlainError('--data is empty. Expected the path of a MovieLens zip or folder.')
  requireNode()
  // npm runs scripts in the package's folder; a path is meant from where the command was typed.
  const from = process.env.INIT_CWD ?? process.cwd()
  const data = options.data && path.resolve(from, options.data)
  const enrich = options.enrich && path.resolve(from, options.enrich)
  say('\n  MARQUEE\n')
  await ensurePackages()
  await ensureGenerated()
  await ensureBundle()
  const { launch } = await import('../dist/launch.js')
  launched = true
  await launch({
    data,
    enrich,
    port: options.port,
    dev: options.dev,
    pages: options.dev ? async () => undefined : ensurePages,
    step,
    say,
  })
  // The pages may still be being built for a start that was stopped.
  stopChildren()
  process.exit(0)
} catch (error) {
  stopChildren()
  complain(error instanceof PlainError || error.code ? error.message : error.stack)
  process.exit(error.exitCode ?? 1)
}
