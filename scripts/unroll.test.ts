// Unrolling by text, for the kernels.
import { describe, expect, test } from 'vitest'
import { unroll } from './unroll.mjs'

describe('unroll', () => {
  test('a line is repeated for every number, also within names', () => {
    expect(unroll('// unroll $r 2\nlet sum$r = load(at, $r * 16)\nend')).toBe(
      'let sum0 = load(at, 0 * 16)\nlet sum1 = load(at, 1 * 16)\nend',
    )
  })

  test('two variables give every pair, the last one fastest', () => {
    expect(unroll('  // unroll $r 2, $c 2\n  s$r$c').split('\n')).toEqual(['  s00', '  s01', '  s10', '  s11'])
  })

  test('a bare block loses its braces, another block keeps them', () => {
    expect(unroll('// unroll $r 2\n{\n  a$r\n  if (b) {\n  }\n}\nc')).toBe(
      '  a0\n  if (b) {\n  }\n  a1\n  if (b) {\n  }\nc',
    )
    expect(unroll('// unroll $r 2\nif (x$r) {\n} else {\n  y$r\n}')).toBe(
      'if (x0) {\n} else {\n  y0\n}\nif (x1) {\n} else {\n  y1\n}',
    )
  })

  test('directives nest', () => {
    expect(
      unroll('// unroll $r 2\n{\n  a$r\n  // unroll $c 2\n  b$r$c\n}')
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual(['a0', 'b00', 'b01', 'a1', 'b10', 'b11'])
  })

  test('numbers that are listed are those meant, and may count what is within', () => {
    expect(unroll('// unroll $n 4|1\nkeep$n')).toBe('keep4\nkeep1')
    expect(unroll('// unroll $n 2|1\n{\n// unroll $r $n\nsum$r of $n\n}').split('\n')).toEqual([
      'sum0 of 2',
      'sum1 of 2',
      'sum0 of 1',
    ])
  })

  test('a block without an end is refused with its place', () => {
    expect(() => unroll('x\n// unroll $r 2\n{\n  a$r', 'als.ts')).toThrow('als.ts, line 3')
  })
})
