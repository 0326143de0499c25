// "Matrix, The (1999)" as people say it: "The Matrix", 1999, with the other names that MovieLens puts in brackets.
import { tidyText } from './parse-values'

export interface MovieTitle {
  title: string
  year: number | null
  alternativeTitles: string[]
}

/** Series carry a span of years, sometimes an open one: "(2006–2007)", "(2009– )". */
const YEAR = /\s*\((\d{4})(?:\s*[-–—]\s*(?:\d{4})?)?\s*\)+$/
const AKA = /^(?:a\.?\s?k\.?\s?a\.?|also known as)[\s:]+/i
/** "(Sydney, a.k.a. Hard Eight)" holds two names. */
const ANOTHER_AKA = /,\s+(?=a\.?k\.?a\.?\s)/i
/** Brackets that are part of the title they follow. */
const NOT_A_NAME =
  /^(?:part|vol(?:ume|\.)?|episode|chapter|season|pilot|no\.?|the movie|3-?d)(?![\p{L}\p{N}])|^[ivx\d\s.]+$/iu
const ARTICLES =
  "The|the|A|An|La|Le|Les|L'|L’|Un|Une|Des|De|Il|Lo|I|Gli|Uno|Una|Un'|Un’|El|Los|Las|Der|Die|Das|Den|Det|Ein|Eine|Het|En|Et|O|Os|As|Um|Uma|Da"
/** The article stands at the end, or in front of a subtitle: "Crow, The: Wicked Prayer". */
const TRAILING_ARTICLE = new RegExp(`^(.*?\\S),\\s*(${ARTICLES})(:\\s.*)?$`)

/** Never throws; a title that is nothing but brackets stays as it is. */
export function parseMovieTitle(raw: string): MovieTitle {
  const whole = tidyText(raw.replace(/&#(\d{1,5});/g, (_, code: string) => String.fromCodePoint(Number(code))))
  const dated = YEAR.exec(whole)
  const undated = dated === null ? whole : whole.slice(0, dated.index)
  const text = undated === '' ? whole : undated
  const year = dated === null || undated === '' ? null : Number(dated[1])
  const { main, groups } = peelBrackets(text)
  const title = moveArticle(main)
  const others = groups
    .flatMap((group) => group.split(ANOTHER_AKA))
    .map((name) => moveArticle(name.replace(AKA, '').trim()))
  const alternativeTitles = [...new Set(others)].filter((other) => other !== '' && other !== title)
  return { title, year: year !== null && year >= 1870 && year <= 2100 ? year : null, alternativeTitles }
}

/** Takes the bracketed names off the end, as long as something is left in front of them. */
function peelBrackets(text: string): { main: string; groups: string[] } {
  let main = text
  const groups: string[] = []
  for (;;) {
    const open = openingBracket(main)
    const before = main.slice(0, Math.max(open, 0)).trimEnd()
    const group = main.slice(open + 1, -1).trim()
    // "Birdman: Or (The Unexpected Virtue of Ignorance)" is one title.
    if (open < 0 || before === '' || NOT_A_NAME.test(group) || /(?:(?<!\p{L})[Oo]r|[:&,–-])$/u.test(before))
      return { main, groups }
    main = before
    groups.unshift(group)
  }
}

/** Where the bracket opens that the last character closes; −1 where none does. */
function openingBracket(text: string): number {
  if (!text.endsWith(')')) return -1
  let depth = 0
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === ')') depth += 1
    if (text[at] === '(') depth -= 1
    if (depth === 0) return at
  }
  return -1
}

/** "Vie en rose, La" → "La Vie en rose"; "Oeil de Vichy, L'" → "L'Oeil de Vichy". */
function moveArticle(text: string): string {
  const match = TRAILING_ARTICLE.exec(text)
  if (match === null) return text
  const [, rest, article, subtitle = ''] = match
  // "Die, Mommie, Die" and the like end in a word, not in an article.
  if (rest.split(/[\s,]+/)[0].toLowerCase() === article.toLowerCase()) return text
  return /['’]$/.test(article) ? `${article}${rest}${subtitle}` : `${article} ${rest}${subtitle}`
}
