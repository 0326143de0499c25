import { describe, expect, it } from 'vitest'
import { recogniseFile } from './layout'
import { parseGenres } from './parse-genres'

describe('genres of a file that somebody else wrote', () => {
  it('are the names that stand there, also where JavaScript has such names of its own', () => {
    expect(parseGenres('constructor|toString|__proto__')).toEqual(['constructor', 'toString', '__proto__'])
  })

  it('are renamed where MovieLens 1M calls them otherwise, and given once', () => {
    expect(parseGenres("Children's|Comedy|Children|(no genres listed)")).toEqual(['Children', 'Comedy'])
  })

  it('are not looked for in a file whose header is a name of JavaScript', () => {
    expect(recogniseFile(Buffer.from('constructor\n1\n'))).toBeNull()
  })
})
