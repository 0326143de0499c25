// Which data set a start uses: the one asked for, else the one used last, else a download, else the bundled demo.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Config } from '@/lib/config/env'
import type { DataSet } from '@/lib/datasets/data-set'
import { openDemoDataSet } from '@/lib/datasets/demo/open-demo'
import { downloadDataSet } from '@/lib/datasets/download'
import { openDataSet } from '@/lib/datasets/movielens/open-movielens'
import { AppError, isAppError } from '@/lib/errors/app-error'

const DEMO_FOLDER = path.join('prisma', 'demo', 'films')

const choiceSchema = z.object({ name: z.string(), path: z.string().nullable() })

/** What was used last; `path` is null for the demo. */
type LastUsed = z.infer<typeof choiceSchema>

export interface Chosen {
  name: string
  /** Whether somebody asked for it now, or it is simply what was there. */
  asked: boolean
  open(): Promise<DataSet>
  /** Told to somebody who did not choose. */
  remark?: string
}

const memoryOf = (config: Config) => path.join(config.home, 'last-data-set.json')

export function findLastUsed(config: Config): LastUsed | null {
  const file = memoryOf(config)
  if (!existsSync(file)) return null
  const parsed = choiceSchema.safeParse(parseJson(readFileSync(file, 'utf8')))
  return parsed.success ? parsed.data : null
}

/** A file that a power cut left damaged is one that is not there. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export function remember(config: Config, used: LastUsed) {
  mkdirSync(config.home, { recursive: true })
  const file = memoryOf(config)
  writeFileSync(`${file}.part`, JSON.stringify(used))
  renameSync(`${file}.part`, file)
}

/** `report` is told how far a download is. The choice is remembered for the next start. */
export async function chooseDataSet(
  config: Config,
  { signal, report }: { signal?: AbortSignal; report: (text: string) => void },
): Promise<Chosen> {
  if (config.data) {
    const source = await openDataSet(config.data)
    remember(config, { name: source.name, path: path.resolve(config.data) })
    return { name: source.name, asked: true, open: async () => source }
  }
  const last = findLastUsed(config)
  if (last?.path) {
    const { name, path: file } = last
    return { name, asked: false, open: () => openDataSet(file) }
  }
  return last ? demo() : firstTime(config, { signal, report })
}

async function firstTime(
  config: Config,
  { signal, report }: { signal?: AbortSignal; report: (text: string) => void },
): Promise<Chosen> {
  try {
    const file = await downloadDataSet({
      url: config.dataUrl,
      directory: path.join(config.home, 'downloads'),
      signal,
      onProgress: (bytes, total) =>
        report(total ? `${Math.round((100 * bytes) / total)} %` : `${Math.round(bytes / 1024)} kB`),
    })
    const source = await openDataSet(file)
    remember(config, { name: source.name, path: file })
    return { name: source.name, asked: false, open: async () => source }
  } catch (error) {
    if (!isAppError(error) || signal?.aborted) throw error
    remember(config, { name: 'demo', path: null })
    return demo(`${error.message} Until then: the bundled demo catalogue.`)
  }
}

function demo(remark?: string): Chosen {
  if (!existsSync(DEMO_FOLDER))
    throw new AppError(
      'not_found',
      `The bundled demo catalogue is missing (${DEMO_FOLDER}). Restore it from the repository.`,
    )
  return {
    name: 'demo',
    asked: false,
    open: () => openDemoDataSet(DEMO_FOLDER),
    remark: `${remark ? `${remark}\n    ` : ''}Demo catalogue: real films with a synthetic audience. Real ratings: npm start -- --data PATH (a MovieLens zip or folder).`,
  }
}
