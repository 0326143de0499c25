// Path and query parameters: text that must be written as we write it, so that 1e3, 0x10 and " 1" are no ids.
import { z } from '@hono/zod-openapi'

const MAX_ID = 2_147_483_647

function wholeNumber(pattern: RegExp, { min, max }: { min: number; max: number }) {
  const message = `Expected a whole number from ${min} to ${max}.`
  return z
    .string(message)
    .regex(pattern, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message)
}

export const parseId = wholeNumber(/^[1-9]\d{0,9}$/, { min: 1, max: MAX_ID })

/** The id in a path, e.g. the movieId of `/movies/{movieId}`. */
export const idParam = (description: string, example: number) =>
  parseId.meta({ description, type: 'integer', minimum: 1, maximum: MAX_ID, examples: [example] })

interface IntegerParam {
  min: number
  max: number
  description: string
  example: number
}

const documented = ({ min, max, description, example }: IntegerParam) => ({
  description,
  type: 'integer',
  minimum: min,
  maximum: max,
  examples: [example],
})

const INTEGER = /^(0|[1-9]\d{0,9})$/

/** A whole number that may be left out. */
export const optionalInteger = (param: IntegerParam) => wholeNumber(INTEGER, param).optional().meta(documented(param))

export const integerParam = (param: IntegerParam & { fallback: number }) =>
  wholeNumber(INTEGER, param)
    .default(param.fallback)
    .meta({ ...documented(param), default: param.fallback })

/** Postgres knows no NUL in a text, and nobody types one. */
export const textParam = (max: number, description: string, example: string) =>
  z
    .string('Expected one text.')
    .max(max, `Expected at most ${max} characters.`)
    .refine((text) => !text.includes('\0'), 'A NUL character is not allowed.')
    .meta({ description, examples: [example] })

/** @param example one that this operation takes: the documentation sends it when somebody tries it out. */
export const cursorParam = (example: string) =>
  textParam(300, 'The `nextCursor` of the page before.', example).optional()

export const limitParam = integerParam({
  min: 1,
  max: 100,
  description: 'How many items a page has.',
  example: 24,
  fallback: 24,
})

export const kParam = integerParam({
  min: 1,
  max: 100,
  description: 'How many films to recommend.',
  example: 10,
  fallback: 10,
})

export const methodParam = z
  .string('Expected the name of a method.')
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'Expected the name of a method, e.g. user-knn; GET /api/v1/methods lists them.')
  .meta({
    description:
      'The name of a method; `GET /api/v1/methods` lists them. `champion` is the one the operator has chosen.',
    examples: ['user-knn'],
  })

const MAX_LISTED = 500

/** Movie ids with commas between them. */
export const movieIdsParam = (description: string, example: string) =>
  z
    .string('Expected one list of movie ids.')
    .transform((text) => text.split(','))
    .pipe(z.array(parseId).max(MAX_LISTED, `Expected at most ${MAX_LISTED} movie ids.`))
    .meta({ description, type: 'string', examples: [example] })

const yearParam = (description: string, example: number) =>
  optionalInteger({ min: 1870, max: 2100, description, example })

/** What narrows a recommendation; the answer has as many films as asked for when so many are left. */
export const filterParams = {
  genre: textParam(40, 'Only films of this genre; `GET /api/v1/genres` lists them.', 'Comedy').optional(),
  yearFrom: yearParam('Only films of this year or later.', 1990),
  yearTo: yearParam('Only films of this year or earlier.', 2009),
  exclude: movieIdsParam('Movies to leave out: their ids with commas between them.', '1,318').optional(),
}

/** A query: a parameter without a value counts as not given, and one that we do not know is ignored. */
export const query = <Shape extends z.core.$ZodShape>(shape: Shape) => z.pipe(z.transform(dropBlanks), z.object(shape))

const dropBlanks = (given: unknown) =>
  typeof given === 'object' && given !== null
    ? Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''))
    : given
