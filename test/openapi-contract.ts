// The OpenAPI document as a program that never saw our code reads it: its operations, and a validator for each answer.
import fc from 'fast-check'
import { z } from 'zod'

interface JsonSchema {
  $ref?: string
  type?: string | string[]
  anyOf?: JsonSchema[]
  examples?: unknown[]
  enum?: unknown[]
  minimum?: number
  maximum?: number
  maxLength?: number
  properties?: Record<string, JsonSchema>
}

interface Parameter {
  name: string
  in: 'path' | 'query'
  required?: boolean
  schema: JsonSchema
}

interface Content {
  content?: Record<string, { schema: JsonSchema }>
}

interface RawOperation {
  parameters?: Parameter[]
  requestBody?: Content
  responses: Record<string, Content>
}

export interface Document {
  paths: Record<string, Record<string, RawOperation>>
  components: { schemas: Record<string, JsonSchema> }
}

export interface Operation {
  name: string
  method: string
  path: string
  parameters: Parameter[]
  /** The example of its body, where it takes one. */
  body?: Record<string, unknown>
  /** Says what is wrong with an answer, or nothing. */
  check(status: number, contentType: string | null, body: string): string | undefined
  /** Whether each of its good answers has an example. */
  hasExample: boolean
}

export function readContract(document: Document): Operation[] {
  const { schemas } = document.components
  const resolve = (schema: JsonSchema): JsonSchema =>
    schema.$ref ? resolve(schemas[schema.$ref.replace('#/components/schemas/', '')]) : schema
  const exampleOf = (schema: JsonSchema): unknown =>
    resolve(schema).examples?.[0] ?? (schema.anyOf ? exampleOf(schema.anyOf[0]) : undefined)
  const validatorOf = createValidators(schemas)
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]): Operation => {
      const body = raw.requestBody?.content?.['application/json'].schema
      const good = Object.entries(raw.responses).filter(([status]) => status.startsWith('2'))
      return {
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        parameters: raw.parameters ?? [],
        body: body && (exampleOf(body) as Record<string, unknown>),
        hasExample: good.every(([, { content = {} }]) =>
          Object.values(content).every(({ schema }) => exampleOf(schema) !== undefined),
        ),
        check: (status, contentType, text) => checkAnswer(raw.responses, validatorOf, status, contentType, text),
      }
    }),
  )
}

type Validate = (schema: JsonSchema, value: unknown) => string | undefined

/** Made from the JSON schemas of the document alone, so that what the document forgets is not made up for. */
function createValidators(schemas: Record<string, JsonSchema>): Validate {
  const toDefs = <T>(value: T) => JSON.parse(JSON.stringify(value).replaceAll('#/components/schemas/', '#/$defs/')) as T
  const $defs = toDefs(schemas)
  const known = new Map<JsonSchema, z.ZodType>()
  return (schema, value) => {
    const validator = known.get(schema) ?? z.fromJSONSchema({ ...toDefs(schema), $defs } as never)
    known.set(schema, validator)
    return validator.safeParse(value).error?.message
  }
}

function checkAnswer(
  responses: RawOperation['responses'],
  validate: Validate,
  status: number,
  contentType: string | null,
  text: string,
): string | undefined {
  if (status >= 500) return `a failure of ours (${status})`
  const response = responses[String(status)]
  if (response === undefined) return `status ${status} is not documented`
  if (response.content === undefined) return text === '' ? undefined : `status ${status} has a body`
  const media = response.content[contentType ?? '']
  if (media === undefined) return `${contentType} is not documented for ${status}`
  const values = contentType === 'application/x-ndjson' ? text.split('\n').slice(0, -1) : [text]
  return values.map((value) => validate(media.schema, JSON.parse(value))).find((fault) => fault !== undefined)
}

// What is sent -------------------------------------------------------------------------------------------------------

export interface Sent {
  path: string
  body?: string | Uint8Array<ArrayBuffer>
  contentType?: string
}

/** Cannot be written in a URL at all. */
const LONE_SURROGATE = /\p{Cs}/u

const ODD_TEXTS = [
  '',
  ' ',
  '\0',
  '0',
  '-1',
  '01',
  '1.5',
  '1e3',
  '0x10',
  'NaN',
  'null',
  'true',
  '[]',
  '{}',
  "' OR 1=1 --",
  '%',
  '../..',
  '__proto__',
  'constructor',
  '😀',
  '\u202e',
  'İ',
  '9'.repeat(30),
  'x'.repeat(600),
  '2147483648',
  ','.repeat(20),
]
const oddText = fc.oneof(
  fc.constantFrom(...ODD_TEXTS),
  fc.string({ maxLength: 30, unit: 'binary' }).filter((text) => !LONE_SURROGATE.test(text)),
)

/** Values as the document allows them: from its example, its bounds and its choices. */
function validText({ schema, in: where }: Parameter): fc.Arbitrary<string> {
  // Ids in a path are mostly those of the test's catalogue, so that there is something to answer.
  if (where === 'path' && schema.type === 'integer')
    return fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 40 }) }, fc.constant(schema.maximum)).map(String)
  if (schema.enum) return fc.constantFrom(...schema.enum.map(String))
  const { type, minimum = 0, maximum = 1000, examples = [] } = schema
  const example = fc.constant(String(examples[0]))
  return type === 'integer' ? fc.oneof(example, fc.constantFrom(minimum, maximum).map(String)) : example
}

interface Given {
  parameter: Parameter
  values: string[]
}

/** Given rightly, left out, twice, as an array, or as nonsense. */
const given = (parameter: Parameter, mutated: boolean): fc.Arbitrary<Given> => {
  const right = validText(parameter).map((value) => [value])
  const optional: fc.Arbitrary<string[]>[] = parameter.in === 'query' && !parameter.required ? [fc.constant([])] : []
  const wrong: fc.Arbitrary<string[]>[] = [oddText.map((value) => [value])]
  if (parameter.in === 'query')
    wrong.push(fc.array(fc.oneof(validText(parameter), oddText), { minLength: 2, maxLength: 3 }))
  return fc.oneof(right, ...optional, ...(mutated ? wrong : [])).map((values) => ({ parameter, values }))
}

const segment = (text: string) => encodeURIComponent(text).replaceAll('.', '%2E') || '%20'

function pathOf(operation: Operation, all: Given[], array: boolean): string {
  let path = operation.path
  const query: string[] = []
  for (const { parameter, values } of all) {
    if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, segment(values[0]))
    else for (const value of values) query.push(`${parameter.name}${array ? '[]' : ''}=${encodeURIComponent(value)}`)
  }
  return query.length ? `${path}?${query.join('&')}` : path
}

/** The example with something taken away, put in, or made another type; or any JSON at all. */
const mutatedJson = (example: Record<string, unknown>): fc.Arbitrary<string> => {
  const names = Object.keys(example)
  const odd = fc.oneof(fc.jsonValue({ maxDepth: 2 }), oddText, fc.constantFrom(1e400, -1, 2 ** 40, 0.1, null, true))
  const changed = fc.array(
    fc.tuple(fc.constantFrom(...names, '__proto__', 'extra'), fc.option(odd, { nil: undefined })),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  return fc.oneof(
    changed.map((changes) => JSON.stringify({ ...example, ...Object.fromEntries(changes) })),
    changed.map((changes) => JSON.stringify([{ ...example, ...Object.fromEntries(changes) }])),
    fc.json({ maxDepth: 2 }),
    fc.constantFrom('', ' ', '{', 'null', '[]', '"x"', '1', '['.repeat(5000), JSON.stringify(example).slice(0, -1)),
  )
}

const CONTENT_TYPES = [
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
  'multipart/form-data',
  'x',
  '',
]

function bodyOf(
  { body: example, method }: Operation,
  mutated: boolean,
): fc.Arbitrary<Pick<Sent, 'body' | 'contentType'>> {
  if (example === undefined) {
    // A GET with a body cannot even be made.
    const unasked = mutated && method !== 'GET' ? [{ body: '{"x":1}', contentType: 'application/json' }] : []
    return fc.constantFrom({}, ...unasked)
  }
  const json = 'application/json'
  const right = fc.constant({ body: JSON.stringify(example), contentType: json })
  if (!mutated) return right
  return fc.oneof(
    right,
    mutatedJson(example).map((body) => ({ body, contentType: json })),
    fc.constantFrom(...CONTENT_TYPES).map((contentType) => ({ body: JSON.stringify(example), contentType })),
    fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => ({ body: new Uint8Array(bytes), contentType: json })),
  )
}

export function requestOf(operation: Operation, mutated: boolean): fc.Arbitrary<Sent> {
  const parameters = fc.tuple(...operation.parameters.map((parameter) => given(parameter, mutated)))
  return fc
    .record({ all: parameters, array: mutated ? fc.boolean() : fc.constant(false), sent: bodyOf(operation, mutated) })
    .map(({ all, array, sent }) => ({ path: pathOf(operation, all, array), ...sent }))
}
