import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseLiteral } from './parse-literal'

describe('A literal in a cell', () => {
  it.each<[string, unknown]>([
    [
      `[{'id': 931, 'name': 'jealousy'}, {'id': 4290, 'name': 'toy'}]`,
      [
        { id: 931, name: 'jealousy' },
        { id: 4290, name: 'toy' },
      ],
    ],
    [
      `{'name': "Ocean's Collection", 'poster_path': None, 'adult': False}`,
      { name: "Ocean's Collection", poster_path: null, adult: false },
    ],
    [
      `[{"id": 1, "name": "caf\\u00e9 \\"x\\" \\/"}, {"b": true, "n": null}]`,
      [
        { id: 1, name: 'café "x" /' },
        { b: true, n: null },
      ],
    ],
    [
      String.raw`['It\'s', 'a\\b', 'tab\there', '\xe9', '\U0001F600', 'C:\d']`,
      ["It's", 'a\\b', 'tab\there', 'é', '😀', 'C:\\d'],
    ],
    ['(1, -2.5, 1e3, +4, .5)', [1, -2.5, 1000, 4, 0.5]],
    [`['last comma',]`, ['last comma']],
    ['[]', []],
    ['{}', {}],
    ['  None ', null],
    [`{1: 'number'}`, { '1': 'number' }],
  ])('is read as Python or JSON means it: %s', (text, value) => {
    expect(parseLiteral(text)).toEqual(value)
  })

  it.each([
    ['an expression', '[1 + 1]'],
    ['a call', `__import__('os').system('true')`],
    ['a name', '[undefined]'],
    ['a name that every object has', 'constructor'],
    ['an end that does not come', `[{'id': 1`],
    ['a string that does not end', `['abc]`],
    ['something after the end', '[] []'],
    ['two commas', '[1,,2]'],
    ['a dictionary as a key', '{{}: 1}'],
    ['no comma', `['a' 'b']`],
    ['half of an escape', String.raw`['\u12']`],
    ['a character that is none', String.raw`['\U00ffffff']`],
    ['nothing', ''],
  ])('is refused when it is %s', (_, text) => {
    expect(parseLiteral(text)).toBeUndefined()
  })

  it('does not follow brackets without end', () => {
    expect(parseLiteral('['.repeat(1_000_000))).toBeUndefined()
  })

  it('gives a key of any name to its dictionary alone', () => {
    const read = parseLiteral(`{'__proto__': {'polluted': True}, 'name': 'x'}`)
    expect(Object.keys(read as object)).toEqual(['__proto__', 'name'])
    expect('polluted' in {}).toBe(false)
  })

  it('is read back from whatever JSON writes', () => {
    const texts = fc.json({ maxDepth: 5 }).filter((text) => !text.includes('__proto__'))
    fc.assert(
      fc.property(texts, (text) => {
        expect(parseLiteral(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('never throws, whatever the cell holds', () => {
    const pieces = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      '(',
      ')',
      "'",
      '"',
      '\\',
      ':',
      ',',
      ' ',
      '1',
      'None',
      'a',
      '\\u',
      'é',
    )
    fc.assert(
      fc.property(
        fc.array(pieces).map((list) => list.join('')),
        (text) => void parseLiteral(text),
      ),
      { numRuns: 5000 },
    )
  })
})
