// "Adventure|Children's|Comedy" as a list in the catalogue's vocabulary.
import { tidyText } from './parse-values'

const NONE = '(no genres listed)'
/** MovieLens 1M says "Children's" where the later sets say "Children". */
const RENAMED = new Map([["Children's", 'Children']])

export function parseGenres(field: string): string[] {
  const genres = field
    .split('|')
    .map(tidyText)
    .map((genre) => RENAMED.get(genre) ?? genre)
  return [...new Set(genres)].filter((genre) => genre !== '' && genre !== NONE)
}
