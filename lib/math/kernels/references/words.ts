// The readable twin of assembly/words.ts.

/** The words of an ASCII text in order. */
export const wordsOf = (text: string): string[] =>
  Array.from(text.toLowerCase().match(/[a-z0-9]+(?:'[a-z]+)*/g) ?? [], (word) => word.replace(/'s$/, ''))

/** The numbers of the words of a text; new ones are added to `known` and take the next number. */
export function numberWords(text: string, known: Map<string, number>): number[] {
  return wordsOf(text).map((word) => {
    const number = known.get(word) ?? known.size
    known.set(word, number)
    return number
  })
}
