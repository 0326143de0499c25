// The launcher of `npm start`: database, data, models, web, in order; and all of it stopped in order again.
import net from 'node:net'
import { addressOf } from '@/lib/config/address'
import { loadConfig, type Config } from '@/lib/config/env'
import { AppError, exitCodeOf, isAppError, messageOf } from '@/lib/errors/app-error'
import { chooseDataSet, type Chosen } from '@/lib/services/imports/choose-data-set'
import { enrichFromFile } from '@/lib/services/enrichment/enrich-catalogue'
import { importDataSet } from '@/lib/services/imports/import-data-set'
import { findImportedDataSet, openDatabase, type OpenDatabase } from '@/lib/services/host/open-database'
import { startProgram, type Program } from './program'

type Report = (text: string) => void

export interface LaunchOptions {
  data?: string
  enrich?: string
  port?: string
  dev: boolean
  /** Builds the pages when they are stale. */
  pages: () => Promise<unknown>
  step: <T>(title: string, work: (report: Report) => Promise<T>) => Promise<T>
  say: (text: string) => void
}

const PARENT_CHECK_MS = 1000

interface Part {
  stop(): Promise<unknown>
  explain?(error: unknown): unknown
}

/** Returns when everything has been stopped. */
export async function launch(options: LaunchOptions): Promise<void> {
  const config = readConfig(options)
  const stopping = new AbortController()
  const running: Part[] = []
  const asked = stopWhenAsked(stopping, options.say)
  /** A signal to us alone reaches neither the worker nor the build; nobody waits for them then. */
  const untilAsked = <T>(work: Promise<T>) =>
    Promise.race([work, asked.then(() => Promise.reject<T>(stopping.signal.reason as Error))])
  try {
    await requireFreePort(config)
    const pages = options.pages()
    // Awaited below; without a handler now, a failure before then would end the process without a word.
    pages.catch(() => undefined)
    const database = await prepareData(config, options, stopping.signal, running)
    const settings = {
      DATABASE_URL: database.url,
      PORT: String(config.port),
      HOST: config.host,
      MARQUEE_HOME: config.home,
    }
    const worker = startProgram('worker', settings)
    running.push(worker)
    await options.step('Training what is not trained', (report) => untilAsked(worker.ready(report)))
    if (!options.dev) await options.step('Building the pages', () => untilAsked(pages))
    stopping.signal.throwIfAborted()
    const server = startProgram('server', { ...settings, NODE_ENV: options.dev ? 'development' : 'production' })
    running.push(server)
    await options.step('Starting the web server', (report) => untilAsked(server.ready(report)))
    options.say(`\n  Marquee is at ${addressOf(config)}  (Ctrl-C stops it)\n`)
    database.keepRunning((failure) =>
      options.say(
        failure === null
          ? '  The database had ended by itself; it was started again.'
          : `  The database ended and could not be started again: ${messageOf(failure)}`,
      ),
    )
    await Promise.race([asked, failsWhenEnded(server, stopping.signal), failsWhenEnded(worker, stopping.signal)])
  } catch (error) {
    if (!stopping.signal.aborted)
      throw withExitCode(running.reduce((cause, part) => part.explain?.(cause) ?? cause, error))
  } finally {
    stopping.abort()
    // What cannot be stopped must neither hide the failure above nor keep the rest running.
    for (const part of running.reverse()) await part.stop().catch((error) => options.say(`  ${messageOf(error)}`))
  }
}

function readConfig(options: LaunchOptions): Config {
  const config = loadOrExplain()
  const port = options.port === undefined ? config.port : Number(options.port)
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw withExitCode(
      new AppError('bad_configuration', `--port ${options.port} is not a port. Expected a number from 1 to 65535.`),
    )
  return { ...config, port, data: options.data ?? config.data, enrich: options.enrich ?? config.enrich }
}

function loadOrExplain(): Config {
  try {
    return loadConfig()
  } catch (error) {
    throw withExitCode(error)
  }
}

async function prepareData(
  config: Config,
  { step, say }: LaunchOptions,
  signal: AbortSignal,
  running: Part[],
): Promise<OpenDatabase> {
  const chosen = await step('Choosing the data', (report) => chooseDataSet(config, { signal, report }))
  const database = await step('Starting the database', () => openDatabase(config, chosen.name))
  running.push(database)
  const present = await findImportedDataSet(database.url)
  if (!present || chosen.asked || chosen.name === 'demo') await importInto(database, chosen, present, step, signal)
  else if (present.synthetic === false) say(`    Data set: ${present.dataSet}`)
  if (chosen.remark && (present?.synthetic ?? true)) say(`    ${chosen.remark}`)
  if (config.enrich) await enrichFrom(config.enrich, database, step, signal)
  return database
}

/** Before the worker starts, so that the models are trained once, on the whole texts. */
async function enrichFrom(
  file: string,
  database: OpenDatabase,
  step: LaunchOptions['step'],
  signal: AbortSignal,
): Promise<void> {
  await step('Enriching the films', async (report) => {
    const result = await enrichFromFile({
      connectionString: database.url,
      path: file,
      signal,
      onProgress: ({ fraction, found }) =>
        report(`${Math.round(fraction * 100)} %, ${found.toLocaleString('en')} films`),
    })
    const bad = result.badRows ? `, ${result.badRows.toLocaleString('en')} bad rows left out` : ''
    report(result.alreadyApplied ? 'already there' : `${result.found.toLocaleString('en')} films found${bad}`)
  })
}

async function importInto(
  database: OpenDatabase,
  chosen: Chosen,
  present: { dataSet: string } | null,
  step: LaunchOptions['step'],
  signal: AbortSignal,
): Promise<void> {
  // Without a wish, an outside database that holds something else is used as it is.
  if (present && !chosen.asked && present.dataSet !== chosen.name) return
  const source = await chosen.open()
  try {
    await step(`Importing ${source.name}`, async (report) => {
      const summary = await importDataSet({
        connectionString: database.url,
        source,
        signal,
        onProgress: ({ phase, fraction }) => report(`${phase} ${Math.round(fraction * 100)} %`),
      })
      report(describe(summary))
    })
  } finally {
    await source.close()
  }
}

function describe(summary: Awaited<ReturnType<typeof importDataSet>>): string {
  if (summary.alreadyImported) return 'already there'
  const bad = summary.badRows ? `, ${summary.badRows.toLocaleString('en')} bad rows left out` : ''
  return `${summary.read.ratings.toLocaleString('en')} ratings of ${summary.read.movies.toLocaleString('en')} films${bad}`
}

/** Resolves on Ctrl-C, SIGTERM, or when the npm that started us is gone. */
function stopWhenAsked(stopping: AbortController, say: (text: string) => void): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      if (stopping.signal.aborted) return
      say('\n  Stopping …')
      stopping.abort()
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
    if (!process.env.npm_lifecycle_event) return
    const parent = process.ppid
    setInterval(() => process.ppid !== parent && stop(), PARENT_CHECK_MS).unref()
  })
}

async function failsWhenEnded(program: Program, stopping: AbortSignal): Promise<void> {
  const how = await program.ended
  if (!stopping.aborted)
    throw new AppError(
      'unavailable',
      `The ${program.name} ended by itself (${how}). Nothing is lost: run npm start again.`,
    )
}

function requireFreePort({ port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => reject(explainPort(error, port, host)))
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}

function explainPort(error: NodeJS.ErrnoException, port: number, host: string): AppError {
  if (error.code === 'EADDRINUSE')
    return new AppError(
      'unavailable',
      `Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`,
    )
  if (error.code === 'EACCES')
    return new AppError('unavailable', `Port ${port} is not open to this user. Choose one above 1023.`)
  return new AppError('bad_configuration', `Cannot listen on ${host}:${port}: ${error.message}. Check HOST and PORT.`)
}

/** start.mjs knows no AppError; it reads `exitCode` and prints the message alone. */
function withExitCode(error: unknown): unknown {
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
    return Object.assign(new Error('The disk is full: free some space and run npm start again.'), {
      exitCode: 1,
      code: 'ENOSPC',
    })
  return isAppError(error) ? Object.assign(error, { exitCode: exitCodeOf(error.code) }) : error
}
