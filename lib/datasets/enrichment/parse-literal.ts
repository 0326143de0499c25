// Reads a list or dictionary as JSON or Python writes it, which people put into cells of CSV. Nothing is ever evaluated.

const MAX_DEPTH = 20
const NUMBER = /[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?/y
const WORD = /[A-Za-z]+/y
const BACKSLASH = 92
const WORDS: Record<string, boolean | null> = {
  None: null,
  null: null,
  NaN: null,
  nan: null,
  True: true,
  true: true,
  False: false,
  false: false,
}
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0', '\n': '' }
const HEX_DIGITS: Record<string, number> = { x: 2, u: 4, U: 8 }

/** The value, or undefined when the text is not exactly one literal. */
export function parseLiteral(text: string): unknown {
  const parser = new LiteralParser(text)
  try {
    return parser.whole()
  } catch (error) {
    if (error instanceof NotALiteral) return undefined
    throw error
  }
}

class NotALiteral extends Error {}

class LiteralParser {
  private at = 0

  constructor(private readonly text: string) {}

  whole(): unknown {
    const value = this.value(0)
    this.skipSpace()
    if (this.at < this.text.length) throw new NotALiteral()
    return value
  }

  private value(depth: number): unknown {
    if (depth > MAX_DEPTH) throw new NotALiteral()
    this.skipSpace()
    const first = this.text[this.at]
    if (first === '[') return this.list(']', depth)
    if (first === '(') return this.list(')', depth)
    if (first === '{') return this.dictionary(depth)
    if (first === "'" || first === '"') return this.string(first)
    if (first >= '+' && first <= '9') {
      const number = this.take(NUMBER)
      if (number !== '') return Number(number)
    }
    const word = this.take(WORD)
    if (!Object.hasOwn(WORDS, word)) throw new NotALiteral()
    return WORDS[word]
  }

  private list(end: string, depth: number): unknown[] {
    const items: unknown[] = []
    this.at += 1
    while (!this.ends(end, items.length)) items.push(this.value(depth + 1))
    return items
  }

  /** Without a prototype: "__proto__" is a key like any other. */
  private dictionary(depth: number): Record<string, unknown> {
    const entries: Record<string, unknown> = Object.create(null)
    let size = 0
    this.at += 1
    while (!this.ends('}', size)) {
      const key = this.value(depth + 1)
      this.skipSpace()
      if (this.text[this.at] !== ':' || (typeof key === 'object' && key !== null)) throw new NotALiteral()
      this.at += 1
      entries[String(key)] = this.value(depth + 1)
      size += 1
    }
    return entries
  }

  /** Takes the closing bracket, or the comma before the next of several items; a last comma may be left standing. */
  private ends(end: string, size: number): boolean {
    this.skipSpace()
    if (size > 0 && this.text[this.at] === ',') {
      this.at += 1
      this.skipSpace()
    } else if (size > 0 && this.text[this.at] !== end) throw new NotALiteral()
    if (this.text[this.at] !== end) return false
    this.at += 1
    return true
  }

  private string(quote: string): string {
    const end = quote.charCodeAt(0)
    let value = ''
    let start = ++this.at
    for (; this.at < this.text.length; this.at++) {
      const sign = this.text.charCodeAt(this.at)
      if (sign !== end && sign !== BACKSLASH) continue
      value += this.text.slice(start, this.at)
      if (sign === end) {
        this.at += 1
        return value
      }
      this.at += 1
      value += this.escape()
      // The loop steps on from the last sign of the escape.
      start = this.at--
    }
    throw new NotALiteral()
  }

  private escape(): string {
    const sign = this.text[this.at]
    this.at += 1
    const nDigits = HEX_DIGITS[sign]
    // As Python does it, an escape that is none is left as it is; as JSON does it, a slash may be escaped.
    if (nDigits === undefined) return ESCAPES[sign] ?? (`'"\\/`.includes(sign) ? sign : `\\${sign ?? ''}`)
    const digits = this.text.slice(this.at, this.at + nDigits)
    const point = /^[0-9a-fA-F]+$/.test(digits) && digits.length === nDigits ? parseInt(digits, 16) : NaN
    if (!(point <= 0x10ffff)) throw new NotALiteral()
    this.at += nDigits
    return nDigits === 8 ? String.fromCodePoint(point) : String.fromCharCode(point)
  }

  /** Space, tab, line breaks: asked before every sign, so without a pattern. */
  private skipSpace(): void {
    for (let sign = this.text.charCodeAt(this.at); sign === 32 || (sign >= 9 && sign <= 13);)
      sign = this.text.charCodeAt(++this.at)
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const taken = pattern.exec(this.text)?.[0] ?? ''
    this.at += taken.length
    return taken
  }
}
