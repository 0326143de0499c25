// Chooses the largest type size at which a poster's title fits, from measured widths, so that no script has to measure it.
import type { Face } from './genre-look'

/** Advance widths of the characters space…tilde in hundredths of an em, measured in the faces as poster.css sets them. */
const WIDTHS: Record<Face, readonly number[]> = {
  block: parseWidths(
    '15 19 31 51 41 73 58 16 21 21 36 32 15 21 17 20 42 24 42 41 45 42 44 36 43 43 17 17 32 32 32 32 72 45 43 42 43 32 31 43 43 20 26 43 33 63 48 44 42 44 43 41 38 43 45 68 47 45 35 26 26 26 41 45 28 40 42 39 42 40 29 41 41 20 21 41 19 62 41 41 42 42 30 39 27 41 42 66 44 41 36 24 18 24 35',
  ),
  grotesque: parseWidths(
    '21 25 33 60 57 94 69 18 24 24 44 46 18 31 22 25 60 29 55 58 60 56 59 50 61 60 23 22 44 47 44 41 92 66 60 63 62 54 51 65 63 23 31 61 46 81 68 66 58 66 61 59 53 63 63 93 62 58 56 29 34 29 53 55 28 53 57 53 57 53 36 55 55 22 24 53 22 85 55 56 57 57 39 51 36 55 53 80 53 53 48 28 21 29 49',
  ),
  serif: parseWidths(
    '17 24 37 64 42 59 58 23 34 34 44 53 22 43 21 26 46 25 40 37 39 38 40 36 43 40 21 22 53 53 53 32 66 44 47 47 52 45 41 52 55 25 25 49 41 67 54 54 47 54 50 41 46 54 44 65 47 48 43 33 26 33 43 38 35 40 44 34 46 36 29 40 46 22 22 44 22 70 47 41 44 44 32 31 24 45 38 58 37 38 35 32 25 32 53',
  ),
  italic: parseWidths(
    '17 28 37 63 42 59 53 24 35 35 45 53 22 43 22 26 46 25 40 37 39 39 41 37 44 41 30 30 53 53 53 36 67 44 47 46 53 45 41 51 55 25 25 49 41 67 54 54 47 54 51 42 46 54 44 65 47 48 43 33 26 33 43 37 36 47 43 35 47 35 25 40 48 29 27 45 24 75 52 41 45 43 37 30 27 51 41 61 45 42 39 32 25 32 53',
  ),
}

function parseWidths(text: string) {
  return text.split(' ').map(Number)
}

const LINE_HEIGHT: Record<Face, number> = { block: 0.9, grotesque: 0.98, serif: 0.95, italic: 0.95 }
const LARGEST: Record<Face, number> = { block: 29, grotesque: 20, serif: 26, italic: 26 }
export const SMALLEST_TYPE = 7
/** In hundredths of the poster's width: the room inside its margins, and how high a title may stand (the poster is 150 high). */
const ROOM = 84
const HEIGHT = 70
const MOST_LINES = 6
const BROKEN_TYPE = 12
/** Wide scripts are square; letters that the faces lack come from a fallback that runs wide. */
const WIDE = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/

function measure(text: string, face: Face): number {
  const cased = face === 'block' ? text.toUpperCase() : text
  let width = 0
  for (const char of cased.normalize('NFD')) {
    if (/\p{M}/u.test(char)) continue
    const code = char.codePointAt(0) ?? 0
    width += WIDTHS[face][code - 32] ?? (WIDE.test(char) ? 100 : 74)
  }
  return width / 100
}

/** Where a line may break: at spaces, after hyphens, and between any two characters of a wide script. */
const piecesOf = (title: string) =>
  title.match(/[^\s\-–—/]+[\-–—/]*|[\-–—/]+/g)?.flatMap((word) => (WIDE.test(word) ? [...word] : [word])) ?? [title]

function countLines(pieces: readonly number[], space: number, size: number): number {
  let lines = 1
  let used = 0
  for (const piece of pieces) {
    const width = piece * size
    if (width > ROOM) return Infinity
    if (used > 0 && used + space * size + width > ROOM) {
      lines += 1
      used = width
    } else used += (used > 0 ? space * size : 0) + width
  }
  return lines
}

/** @returns the type size as whole hundredths of the poster's width (cqw): a class `fs-7` … `fs-44` of poster.css. */
export function fitTitle(title: string, face: Face): number {
  const pieces = piecesOf(title).map((piece) => measure(piece, face) * 1.03)
  const short = [...title].length
  // A title of one to three letters is a picture of itself.
  const largest = short <= 2 ? 44 : short <= 3 ? 36 : LARGEST[face]
  const space = measure(' ', face)
  const linesAt = (size: number) => countLines(pieces, space, size)
  const fits = (size: number) => linesAt(size) <= MOST_LINES && linesAt(size) * size * LINE_HEIGHT[face] <= HEIGHT
  let size = largest
  while (size > SMALLEST_TYPE && !fits(size)) size -= 1
  // A word too long for its line is better broken than whispered: poster.css lets it break anywhere.
  if (size < BROKEN_TYPE && Math.max(...pieces) * BROKEN_TYPE > ROOM) return BROKEN_TYPE
  // A little smaller and a line fewer looks better, and leaves the picture more room.
  for (let smaller = size - 1; smaller >= Math.max(SMALLEST_TYPE, size * 0.72); smaller -= 1)
    if (linesAt(smaller) < linesAt(size)) return smaller
  return size
}
