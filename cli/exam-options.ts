// The options that evaluate and compare share, from text to typed.
import { existsSync, readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { AppError } from '@/lib/errors/app-error'
import { MAX_THREADS } from '@/lib/recsys/kernel-build'
import type { ExamOptions } from '@/lib/services/evaluation/evaluate-model'
import { fromCaller, MAX_ID } from './command'

/** As commander hands them over. */
export interface ExamFlags {
  data?: string
  protocol?: string
  train?: string
  foldin?: string
  heldout?: string
  enrich?: string
  k: string
  seed: string
  threads?: string
  negatives?: string
  testUsers?: string
  json?: boolean
}

export function addExamOptions(command: Command): Command {
  return command
    .option('--data <path>', 'a MovieLens zip or folder of any size, or "demo"')
    .option('--protocol <name>', 'strong, latest, kfold, random, time or cold-items')
    .option('--train <file>', 'a published split instead: what to learn (CSV: user, item and perhaps a rating)')
    .option('--foldin <file>', 'what is told of the people to be asked')
    .option('--heldout <file>', 'what they are asked about')
    .option('--enrich <file>', 'a dump of film metadata that completes the films of --data (docs/enrichment.md)')
    .option('--k <list>', 'lengths of the lists', '10,20,50,100')
    .option('--seed <number>', 'decides split, model and resamples', '1')
    .option(
      '--threads <number>',
      'of the kernels that fit; figures do not depend on it (at most 64; default: all, at most 8)',
    )
    .option('--negatives <number>', 'latest only: also rank among so many sampled items; 0 for not (default: 100)')
    .option('--test-users <number>', 'strong only: how many people are held out (default: 1000, at most a fifth)')
}

/** @throws AppError('invalid') naming the option that is wrong. */
export function parseExamFlags(flags: ExamFlags): ExamOptions {
  requireFor(flags, 'latest', flags.negatives, '--negatives')
  requireFor(flags, 'strong', flags.testUsers, '--test-users')
  return {
    data: flags.data && (flags.data === 'demo' ? flags.data : fromCaller(flags.data)),
    protocol: flags.protocol,
    files: parseFiles(flags),
    enrich: flags.enrich && fromCaller(flags.enrich),
    seed: parseWhole(flags.seed, '--seed', 0, MAX_ID),
    threads: flags.threads === undefined ? undefined : parseWhole(flags.threads, '--threads', 1, MAX_THREADS),
    ks: parseLengths(flags.k),
    sampledNegatives: flags.negatives === undefined ? undefined : parseWhole(flags.negatives, '--negatives', 0),
    testUsers: flags.testUsers === undefined ? undefined : parseWhole(flags.testUsers, '--test-users', 1),
  }
}

function requireFor({ protocol }: ExamFlags, only: string, value: string | undefined, option: string): void {
  if (value !== undefined && protocol !== only)
    throw new AppError(
      'invalid',
      `${option} belongs to --protocol ${only}, and this is ${protocol ?? 'a published split'}.`,
    )
}

function parseFiles({ train, foldin, heldout }: ExamFlags): ExamOptions['files'] {
  if (train && foldin && heldout)
    return { train: fromCaller(train), foldIn: fromCaller(foldin), heldOut: fromCaller(heldout) }
  if (!train && !foldin && !heldout) return undefined
  throw new AppError('invalid', 'A published split has three files: give --train, --foldin and --heldout together.')
}

function parseLengths(text: string): number[] {
  const lengths = text.split(',').map((part) => parseWhole(part.trim(), '--k', 1))
  return [...new Set(lengths)].sort((a, b) => a - b)
}

export function parseWhole(text: string, option: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} up` : `from ${least} to ${most}`
  throw new AppError('invalid', `${option} must be a whole number ${range}, got "${text}".`)
}

/** JSON as it stands, or a file of it; nothing at all is undefined. */
export function parseJsonOrFile(text: string | undefined, option: string): unknown {
  if (text === undefined) return undefined
  const isJson = /^\s*[{[]/.test(text)
  const file = fromCaller(text)
  if (!isJson && !existsSync(file))
    throw new AppError('not_found', `${option}: "${text}" is neither JSON nor a file that exists.`)
  try {
    return JSON.parse(isJson ? text : readFileSync(file, 'utf8'))
  } catch (error) {
    throw new AppError('invalid', `${option} is not valid JSON: ${isJson ? text : `the file ${text}`}.`, {
      cause: error,
    })
  }
}
