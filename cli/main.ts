#!/usr/bin/env node
// The command line of Marquee: reads what was typed, runs one command, and says by its exit code how that went.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Command, CommanderError } from 'commander'
import { z } from 'zod'
import { exitCodeOf, isAppError, messageOf } from '@/lib/errors/app-error'
import { batchesCommand } from './batches'
import { compareCommand } from './compare'
import { completionCommand } from './completion'
import { dbCommand } from './db'
import { enrichCommand } from './enrich'
import { evaluateCommand } from './evaluate'
import { exportCommand } from './export'
import { importCommand } from './import'
import { keysCommand } from './keys'
import { openapiCommand } from './openapi'
import { predictCommand } from './predict'
import { recommendCommand } from './recommend'
import { runsCommand } from './runs'
import { searchCommand } from './search'
import { similarCommand } from './similar'
import { statsCommand } from './stats'
import { statusCommand } from './status'
import { trainCommand } from './train'
import { tuneCommand } from './tune'

const INTERRUPTED = 130
const json = process.argv.includes('--json')

/** Migrations, packages and .env lie there, wherever the command was typed. */
function findInstallation(): string {
  let folder = import.meta.dirname
  while (!existsSync(path.join(folder, 'prisma', 'migrations'))) folder = path.dirname(folder)
  return folder
}

function readVersion(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8'))).version
}

function createProgram(): Command {
  const program = new Command('marquee')
    .description('A movie recommender you run yourself. Data go to standard output, messages to standard error.')
    .version(readVersion(), '--version')
    .helpOption('-h, --help', 'how it is used')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => !json && write(text) })
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      '\nExamples:\n  marquee import ~/Downloads/ml-25m.zip\n  marquee recommend --user 42 --genre Comedy\n  marquee evaluate --data ml-1m.zip --model ease --protocol strong --json\n\nExit codes: 0 done, 1 a defect of ours, 2 wrong use, 4 not found, 5 conflict, 6 not ready, 7 unavailable,\n8 refused by the gate, 65 unreadable data, 66 damaged artefact, 77 not allowed, 78 wrong settings, 130 interrupted.\n\nMore: docs/cli.md',
    )
  const commands = [
    importCommand(),
    batchesCommand(),
    enrichCommand(),
    trainCommand(),
    runsCommand(),
    evaluateCommand(),
    compareCommand(),
    tuneCommand(),
    recommendCommand(),
    similarCommand(),
    predictCommand(),
    searchCommand(),
    statusCommand(),
    statsCommand(),
    exportCommand(),
    dbCommand(),
    keysCommand(),
    openapiCommand(),
    completionCommand(),
  ]
  for (const command of commands) program.addCommand(inherit(command, program))
  return program
}

function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent)
  for (const sub of command.commands) inherit(sub, command)
  return command
}

interface Failure {
  code: string
  exit: number
  message: string
  errors?: Record<string, string[]>
}

function describe(error: unknown): Failure {
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '')
    return { code: 'bad_request', exit: error.exitCode === 0 ? 0 : exitCodeOf('bad_request'), message }
  }
  if (isAppError(error))
    return { code: error.code, exit: exitCodeOf(error.code), message: error.message, errors: error.fieldErrors }
  if (error instanceof Error && error.name === 'AbortError')
    return { code: 'interrupted', exit: INTERRUPTED, message: 'Stopped; nothing half done is left.' }
  return { code: 'internal', exit: exitCodeOf('internal'), message: `Something went wrong: ${messageOf(error)}` }
}

async function main(): Promise<number> {
  // A reader that has had enough (head, say) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  process.chdir(findInstallation())
  try {
    await createProgram().parseAsync()
    return 0
  } catch (error) {
    const { exit, ...failure } = describe(error)
    if (exit === 0) return 0
    if (json) process.stderr.write(`${JSON.stringify(failure)}\n`)
    // Wrong use was already explained by the parser.
    else if (!(error instanceof CommanderError)) process.stderr.write(`${failure.message}\n`)
    return exit
  }
}

process.exitCode = await main()
