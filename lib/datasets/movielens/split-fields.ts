// Cuts one line into its fields. A quoted field ends on its line, so that a lost quote costs one row and not the file.

export type Separator = ',' | '::'

/** Null when a quote is never closed. Quotes mean something only in CSV, and only at the start of a field. */
export function splitFields(line: string, separator: Separator): string[] | null {
  if (separator === '::' || !line.includes('"')) return line.split(separator)
  const fields: string[] = []
  let at = 0
  while (at <= line.length) {
    const quoted = /^\s*"/.exec(line.slice(at, at + 16))
    if (quoted === null) {
      const end = line.indexOf(',', at)
      fields.push(line.slice(at, end === -1 ? undefined : end))
      at = end === -1 ? line.length + 1 : end + 1
      continue
    }
    const field = readQuoted(line, at + quoted[0].length)
    if (field === null) return null
    fields.push(field.text)
    at = field.next
  }
  return fields
}

/** Reads from behind the opening quote to the separator behind the closing one; what stands between those two is kept. */
function readQuoted(line: string, start: number): { text: string; next: number } | null {
  let text = ''
  let from = start
  for (;;) {
    const quote = line.indexOf('"', from)
    if (quote === -1) return null
    text += line.slice(from, quote)
    if (line[quote + 1] === '"') {
      text += '"'
      from = quote + 2
      continue
    }
    const comma = line.indexOf(',', quote)
    const tail = line.slice(quote + 1, comma === -1 ? undefined : comma)
    return { text: text + tail.trimEnd(), next: comma === -1 ? line.length + 1 : comma + 1 }
  }
}
