// What a search knows so far, in a file that is whole at any moment: kill the process, and it goes on from there.
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { AppError } from '@/lib/errors/app-error'
import { writeDurably } from '@/lib/registry/durable'

const resultSchema = z.object({
  /** 0 is the defaults. */
  trial: z.int().min(0),
  rung: z.int().min(0),
  config: z.unknown(),
  /** Null where it could not be fitted, with the reason in `failed`. */
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  seconds: z.number(),
  failed: z.string().optional(),
})

/** One configuration in one round. */
export type TrialResult = z.infer<typeof resultSchema>

/** All that decides what a search will do: another question cannot go on from its state. */
export type Question = Record<string, unknown>

const FORMAT = 1
const stateSchema = z.object({
  format: z.literal(FORMAT),
  question: z.record(z.string(), z.unknown()),
  results: z.array(resultSchema),
})

export class SearchState {
  private constructor(
    private readonly file: string | null,
    private readonly question: Question,
    readonly results: TrialResult[],
  ) {}

  /**
   * Opens the file, or begins anew where there is none (or no name of one).
   * @throws AppError('bad_data') for a file that is something else, AppError('conflict') for one of another search.
   */
  static async open(file: string | null, question: Question): Promise<SearchState> {
    if (file === null || !existsSync(file)) return new SearchState(file, question, [])
    const state = parseState(file, await readFile(file, 'utf8'))
    // As it is after a trip through JSON.
    if (!isDeepStrictEqual(state.question, JSON.parse(JSON.stringify(question))))
      throw new AppError(
        'conflict',
        `${file} belongs to another search (other data, model, protocol, space or seed). Give another file, or delete it to begin anew.`,
      )
    return new SearchState(file, question, state.results)
  }

  find(trial: number, rung: number): TrialResult | undefined {
    return this.results.find((result) => result.trial === trial && result.rung === rung)
  }

  /** Remembers a result; when this resolves it is on the disk. */
  async add(result: TrialResult): Promise<void> {
    this.results.push(result)
    if (this.file === null) return
    const state: z.infer<typeof stateSchema> = { format: FORMAT, question: this.question, results: this.results }
    await writeWhole(this.file, JSON.stringify(state, null, 2))
  }
}

function parseState(file: string, text: string): z.infer<typeof stateSchema> {
  try {
    return stateSchema.parse(JSON.parse(text))
  } catch (error) {
    throw new AppError('bad_data', `${file} is not the state of a search. Give another file.`, { cause: error })
  }
}

/** A reader sees the old file or the new one, never half of either. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const part = `${file}.${randomUUID()}.part`
  try {
    await writeDurably(part, Buffer.from(`${text}\n`))
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw new AppError('unavailable', `${file} cannot be written. Choose a place that is writable.`, { cause: error })
  }
}
