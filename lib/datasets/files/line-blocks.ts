// Cuts a stream into blocks of whole lines, without copying more than the lines that straddle two chunks.

const NEWLINE = 10
export const MAX_LINE_BYTES = 1 << 20

/**
 * Yields buffers that each hold whole lines and end with a newline, also where the file does not.
 * Of a line longer than MAX_LINE_BYTES a little more than that is kept, so that the reader can see that it is too long.
 */
export async function* readLineBlocks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let carried: Buffer[] = []
  let size = 0
  const carry = (part: Buffer) => {
    if (size > MAX_LINE_BYTES || part.length === 0) return
    const kept = part.subarray(0, MAX_LINE_BYTES + 1)
    carried.push(kept)
    size += kept.length
  }
  const takeCarried = () => {
    const line = Buffer.concat([...carried, Buffer.of(NEWLINE)])
    carried = []
    size = 0
    return line
  }
  for await (const chunk of chunks) {
    const last = chunk.lastIndexOf(NEWLINE)
    let start = 0
    if (last >= 0 && size > 0) {
      const first = chunk.indexOf(NEWLINE)
      carry(chunk.subarray(0, first))
      yield takeCarried()
      start = first + 1
    }
    if (start <= last) yield chunk.subarray(start, last + 1)
    carry(chunk.subarray(Math.max(start, last + 1)))
  }
  if (size > 0) yield takeCarried()
}
