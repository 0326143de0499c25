// What the commands share: how one is declared, given its tool, and closed.
import path from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { loadConfig, type Config } from '@/lib/config/env'
import { readTerminal } from '@/lib/config/terminal'
import { openTool, type Tool } from '@/lib/services/host/open-tool'
import { createOutput, type Output } from './output'

export interface CommonOptions {
  json?: boolean
  dataSet?: string
}

/** A command with the options that every command has, and examples at the end of its help. */
export function declare(name: string, description: string, examples: string[] = []): Command {
  const command = new Command(name)
    .description(description)
    .option('--json', 'the answer, and a failure, as JSON')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
  return withExamples(command, examples)
}

/** A command that only has commands. Options of its own would be taken from those. */
export const declareGroup = (name: string, description: string, examples: string[]): Command =>
  withExamples(new Command(name).description(description).exitOverride(), examples)

const withExamples = (command: Command, examples: string[]): Command =>
  examples.length
    ? command.addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`)
    : command

/** A command that works on the database. */
export const declareOnData = (name: string, description: string, examples: string[]): Command =>
  declare(name, description, examples).option(
    '--data-set <name>',
    'which data set of the bundled database (default: what was used last)',
  )

export const outputOf = ({ json = false }: CommonOptions): Output => createOutput(terminal, json)

/** Read before the folder is changed to that of the installation. */
const terminal = readTerminal()

export const fromCaller = (file: string) => path.resolve(terminal.folder, file)

/** Opens the database, works, and closes it whatever happens. */
export async function withTool<T>(
  options: CommonOptions,
  work: (tool: Tool, config: Config) => Promise<T>,
): Promise<T> {
  const config = loadConfig()
  const tool = await openTool(config, options.dataSet)
  try {
    return await work(tool, config)
  } finally {
    await tool.close()
  }
}

export function wholeNumber(min: number, max: number) {
  return (text: string): number => {
    const value = Number(text)
    if (/^\d{1,10}$/.test(text) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`)
  }
}

export const MAX_ID = 2_147_483_647
export const parseId = wholeNumber(1, MAX_ID)

export function parseIds(text: string): number[] {
  return text.split(',').map((id) => parseId(id.trim()))
}

export const countOption = () =>
  new Option('-k, --count <n>', 'how many films').argParser(wholeNumber(1, 100)).default(10)

/** What narrows a recommendation. */
export function withFilter(command: Command): Command {
  const year = wholeNumber(1870, 2100)
  return command
    .option('--genre <genre>', 'only films of this genre')
    .option('--year-from <year>', 'only films of this year or later', year)
    .option('--year-to <year>', 'only films of this year or earlier', year)
    .option('--exclude <ids>', 'movie ids to leave out, with commas between them', parseIds)
}

export interface FilterOptions {
  genre?: string
  yearFrom?: number
  yearTo?: number
  exclude?: number[]
}

export const filterOf = ({ genre, yearFrom, yearTo, exclude }: FilterOptions): FilterOptions => ({
  genre,
  yearFrom,
  yearTo,
  exclude,
})
