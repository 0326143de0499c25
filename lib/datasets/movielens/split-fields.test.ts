import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitFields } from './split-fields'

describe('A line of CSV', () => {
  it.each([
    ['1,Toy Story (1995),Comedy', ['1', 'Toy Story (1995)', 'Comedy']],
    ['1,"Matrix, The (1999)",Action', ['1', 'Matrix, The (1999)', 'Action']],
    ['"1" , "a ""quoted"" word" ,', ['1', 'a "quoted" word', '']],
    ['1,5" disk,x', ['1', '5" disk', 'x']],
    ['', ['']],
    ['"",""', ['', '']],
  ])('%s is cut into its fields', (line, fields) => {
    expect(splitFields(line, ',')).toEqual(fields)
  })

  it('whose quote is never closed is none', () => {
    expect(splitFields('1,"Matrix, The (1999),Action', ',')).toBeNull()
    expect(splitFields('1,"a""', ',')).toBeNull()
    expect(splitFields('"a"b,c', ',')).toBeNull()
  })

  it('gives back whatever was written as CSV', () => {
    const text = fc.string({ maxLength: 12 }).filter((value) => !/[\n\r]/.test(value))
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (fields) => {
        const line = fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')
        expect(splitFields(line, ',')).toEqual(fields)
      }),
    )
  })
})

describe("A line with '::'", () => {
  it('knows no quotes', () => {
    expect(splitFields('1::"Quoted" (1999)::Drama', '::')).toEqual(['1', '"Quoted" (1999)', 'Drama'])
  })
})
