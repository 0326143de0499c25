// From text to comparable words and names.
import { STOP_WORDS } from './stop-words'

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu
const PLAIN = /^[\x20-\x7e]*$/
const PLAIN_WORD = /[a-z0-9]+(?:'[a-z]+)*/g
const APOSTROPHE = /['’]/
const POSSESSIVE = /['’]s$/u

/**
 * Folds letters to a common form: compatibility decomposition (NFKD), marks stripped, lower case.
 * "Amélie" and "AMELIE" become "amelie". O(length).
 */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
}

/** A name or phrase for comparison: folded, its words parted by single spaces, all else dropped. "Jean-Luc  Godard" → "jean luc godard". */
export function foldPhrase(phrase: string): string {
  return (
    fold(phrase)
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? ''
  )
}

/** A keyword or tag for comparison: a phrase, its words in the singular. "Time Machines" → "time machine". */
export function normaliseTheme(phrase: string): string {
  return foldPhrase(phrase).split(' ').map(singularOf).join(' ')
}

/** The words of a text as written, lower case, possessive endings cut off. O(length). */
export function splitWords(text: string): string[] {
  const lower = text.toLowerCase()
  // Most texts are plain: their words are found several times faster without the tables of Unicode.
  const words = lower.match(PLAIN.test(lower) ? PLAIN_WORD : WORD) ?? []
  return APOSTROPHE.test(lower) ? words.map((word) => word.replace(POSSESSIVE, '')) : words
}

/**
 * What a word is counted as, or '' for one that is not counted (stop words, single Latin letters and digits).
 * Marks and apostrophes are dropped and plurals folded into their singular.
 */
export function normaliseWord(word: string): string {
  const folded = fold(word).replace(/['’]/gu, '')
  if (STOP_WORDS.has(folded) || /^[a-z0-9]?$/.test(folded)) return ''
  const singular = singularOf(folded)
  return STOP_WORDS.has(singular) ? '' : singular
}

/**
 * Light plural stemming, the "S" stemmer: ies → y, es → e, s → nothing, with its exceptions; words of up to three letters stay.
 * Source: Harman, "How effective is suffixing?", JASIS 1991, table 1.
 * **Deviation:** words in -ches, -shes, -sses, -xes, -zes lose "es" ("witches" → "witch"), which the original turns into "witche";
 * and "is" is an exception beside "us" and "ss" ("paris").
 */
export function singularOf(word: string): string {
  if (word.length <= 3 || !word.endsWith('s')) return word
  if (word.endsWith('ies')) return /[ea]ies$/.test(word) || word.length === 4 ? word : `${word.slice(0, -3)}y`
  if (/(ch|sh|ss|x|z)es$/.test(word)) return word.slice(0, -2)
  if (/[aeo]es$/.test(word)) return word
  return /(us|ss|is)$/.test(word) ? word : word.slice(0, -1)
}
