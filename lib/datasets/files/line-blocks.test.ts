import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_LINE_BYTES, readLineBlocks } from './line-blocks'
import { readTextLines } from './text-lines'

async function blocksOf(chunks: Buffer[]) {
  const blocks: Buffer[] = []
  for await (const block of readLineBlocks(Readable.from(chunks))) blocks.push(Buffer.from(block))
  return blocks
}

async function linesOf(bytes: Buffer | string) {
  const lines = []
  for await (const some of readTextLines(Readable.from([Buffer.from(bytes)]))) lines.push(...some)
  return lines
}

describe('Blocks of lines', () => {
  it('hold every line whole, wherever the stream is cut', async () => {
    const text = fc
      .array(fc.constantFrom('a', 'bc', '\n', '\r\n', 'é'), { maxLength: 40 })
      .map((parts) => parts.join(''))
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat({ max: 60 }), { maxLength: 8 }), async (content, cuts) => {
        const bytes = Buffer.from(content)
        const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b)
        const chunks = at
          .slice(1)
          .map((end, i) => bytes.subarray(at[i], end))
          .filter((chunk) => chunk.length > 0)
        const blocks = await blocksOf(chunks)
        expect(blocks.every((block) => block.at(-1) === 10)).toBe(true)
        const complete = content === '' || content.endsWith('\n') ? content : `${content}\n`
        expect(Buffer.concat(blocks).toString()).toBe(complete)
      }),
    )
  })

  it('keep little of a line that never ends', async () => {
    const chunk = Buffer.alloc(MAX_LINE_BYTES / 2, 'x')
    const [block, next] = await blocksOf([...Array.from({ length: 9 }, () => chunk), Buffer.from('\nok\n')])
    expect(block.length).toBeGreaterThan(MAX_LINE_BYTES)
    expect(block.length).toBeLessThan(2 * MAX_LINE_BYTES)
    expect(next.toString()).toBe('ok\n')
  })
})

describe('Lines of text', () => {
  it('carry their numbers, blank ones counted and left out', async () => {
    expect(await linesOf('\uFEFFone\r\n\n  \nfour')).toEqual([
      { number: 1, text: 'one' },
      { number: 4, text: 'four' },
    ])
  })

  it('are read as UTF-8, or as Latin-1 where they are not UTF-8', async () => {
    const mixed = Buffer.concat([Buffer.from('Amélie\n'), Buffer.from('Misérables\n', 'latin1')])
    expect((await linesOf(mixed)).map(({ text }) => text)).toEqual(['Amélie', 'Misérables'])
  })

  it('have no text when they are too long', async () => {
    const lines = await linesOf(`${'é'.repeat(MAX_LINE_BYTES)}\nshort\n`)
    expect(lines).toEqual([
      { number: 1, text: null },
      { number: 2, text: 'short' },
    ])
  })
})
