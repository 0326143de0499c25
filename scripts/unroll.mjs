// Unrolls loops in kernel sources, so that the source stays readable and the compiled code has no loop. Built-ins only.

const DIRECTIVE = /^(\s*)\/\/ unroll ((?:\$\w+ \d+(?:\|\d+)*(?:, )?)+)\s*$/

/**
 * Repeats the line or block after each comment `// unroll $r 4, $c 2` for every r in 0…3 and c in 0…1, `$r` and `$c` being replaced
 * by the numbers wherever they stand, also within names (`sum$r$c`); `// unroll $n 4|2|1` is for these three numbers. A block begins on a line
 * that is only `{` and ends with its `}`; it is repeated without them, so what it declares is seen after it. Directives nest: the outer one is
 * expanded first.
 */
export function unroll(source, name = 'source') {
  const lines = source.split('\n')
  const result = []
  for (let at = 0; at < lines.length; at++) {
    const [, indent, ranges] = DIRECTIVE.exec(lines[at]) ?? []
    if (ranges === undefined) {
      result.push(lines[at])
      continue
    }
    const end = endOf(lines, at + 1, indent, name)
    const body = lines[at + 1].trim() === '{' ? lines.slice(at + 2, end) : lines.slice(at + 1, end + 1)
    for (const values of combinations(ranges)) result.push(unroll(substitute(body.join('\n'), values), name))
    at = end
  }
  return result.join('\n')
}

/** The last line of what begins at `from`. A directive right before another belongs to what that one repeats. */
function endOf(lines, from, indent, name) {
  if (DIRECTIVE.test(lines[from])) return endOf(lines, from + 1, indent, name)
  if (!lines[from].trimEnd().endsWith('{')) return from
  const end = lines.findIndex((line, at) => at > from && line.startsWith(`${indent}}`) && !line.trimEnd().endsWith('{'))
  if (end < 0) throw new Error(`${name}, line ${from + 1}: the block to be unrolled has no end.`)
  return end
}

function combinations(ranges) {
  return ranges.split(', ').reduce(
    (all, range) => {
      const [variable, numbers] = range.split(' ')
      return all.flatMap((values) => numbersOf(numbers).map((value) => ({ ...values, [variable]: value })))
    },
    [{}],
  )
}

/** `4` are 0, 1, 2, 3; `4|2` are those two. */
function numbersOf(text) {
  const numbers = text.split('|').map(Number)
  return numbers.length > 1 ? numbers : Array.from({ length: numbers[0] }, (_, value) => value)
}

const substitute = (text, values) =>
  Object.entries(values).reduce((sofar, [variable, value]) => sofar.replaceAll(variable, String(value)), text)
