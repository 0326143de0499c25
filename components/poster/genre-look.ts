// Which palette, typeface and motifs a genre's posters are drawn with.
import type { MotifName } from './motifs'

export type Face = 'block' | 'serif' | 'italic' | 'grotesque'

export interface GenreLook {
  label: string
  /** Palettes are the classes `pal-{slug}-0` … in palettes.css. */
  slug: string
  variants: number
  faces: readonly Face[]
  motifs: readonly MotifName[]
}

/** The most telling genre comes first: a film is drawn as the first of these that it has. */
export const GENRE_LOOKS: readonly (GenreLook & { names: readonly string[] })[] = [
  {
    names: ['Film-Noir'],
    label: 'Film noir',
    slug: 'noir',
    variants: 3,
    faces: ['block', 'italic'],
    motifs: ['blinds', 'beam', 'skyline', 'moon', 'split'],
  },
  {
    names: ['Animation'],
    label: 'Animation',
    slug: 'animation',
    variants: 5,
    faces: ['block', 'grotesque'],
    motifs: ['wave', 'hills', 'dots', 'rays', 'petals', 'slope', 'arches'],
  },
  {
    names: ['Western'],
    label: 'Western',
    slug: 'western',
    variants: 4,
    faces: ['block'],
    motifs: ['sunset', 'hills', 'wave', 'rays', 'bars'],
  },
  {
    names: ['Horror'],
    label: 'Horror',
    slug: 'horror',
    variants: 4,
    faces: ['block', 'serif'],
    motifs: ['disc', 'eye', 'doorway', 'rings', 'moon', 'teeth'],
  },
  {
    names: ['Documentary'],
    label: 'Documentary',
    slug: 'documentary',
    variants: 4,
    faces: ['grotesque'],
    motifs: ['frames', 'bars', 'columns', 'slope', 'dots'],
  },
  {
    names: ['Musical', 'Music'],
    label: 'Musical',
    slug: 'musical',
    variants: 4,
    faces: ['italic', 'block'],
    motifs: ['arches', 'rays', 'dots', 'rings', 'petals'],
  },
  {
    names: ['Sci-Fi', 'Science Fiction'],
    label: 'Sci-Fi',
    slug: 'scifi',
    variants: 5,
    faces: ['block', 'grotesque'],
    motifs: ['rings', 'orbit', 'rays', 'dots', 'sunset', 'moon', 'beam'],
  },
  {
    names: ['War'],
    label: 'War',
    slug: 'war',
    variants: 4,
    faces: ['block'],
    motifs: ['bars', 'slope', 'chevrons', 'disc', 'rays'],
  },
  {
    names: ['Romance'],
    label: 'Romance',
    slug: 'romance',
    variants: 5,
    faces: ['italic'],
    motifs: ['wave', 'rays', 'disc', 'petals', 'overlap', 'arches'],
  },
  {
    names: ['Crime'],
    label: 'Crime',
    slug: 'crime',
    variants: 4,
    faces: ['block'],
    motifs: ['disc', 'rays', 'bars', 'rings', 'skyline', 'slope', 'beam', 'blinds'],
  },
  {
    names: ['Fantasy'],
    label: 'Fantasy',
    slug: 'fantasy',
    variants: 4,
    faces: ['serif', 'italic'],
    motifs: ['moon', 'petals', 'orbit', 'arches', 'hills', 'eye'],
  },
  {
    names: ['Mystery'],
    label: 'Mystery',
    slug: 'mystery',
    variants: 4,
    faces: ['serif', 'block'],
    motifs: ['eye', 'doorway', 'rings', 'blinds', 'moon', 'overlap'],
  },
  {
    names: ['Children', 'Family'],
    label: 'Children',
    slug: 'children',
    variants: 4,
    faces: ['grotesque', 'block'],
    motifs: ['hills', 'dots', 'wave', 'rays', 'petals', 'disc'],
  },
  {
    names: ['Comedy'],
    label: 'Comedy',
    slug: 'comedy',
    variants: 5,
    faces: ['serif', 'grotesque'],
    motifs: ['disc', 'dots', 'overlap', 'columns', 'wave', 'petals', 'chevrons'],
  },
  {
    names: ['Thriller'],
    label: 'Thriller',
    slug: 'thriller',
    variants: 4,
    faces: ['block'],
    motifs: ['split', 'beam', 'chevrons', 'rings', 'slope', 'blinds', 'teeth'],
  },
  {
    names: ['Action'],
    label: 'Action',
    slug: 'action',
    variants: 4,
    faces: ['block'],
    motifs: ['chevrons', 'rays', 'slope', 'teeth', 'bars', 'split'],
  },
  {
    names: ['Adventure'],
    label: 'Adventure',
    slug: 'adventure',
    variants: 4,
    faces: ['block', 'serif'],
    motifs: ['hills', 'sunset', 'wave', 'orbit', 'rays'],
  },
  {
    names: ['Drama', 'History'],
    label: 'Drama',
    slug: 'drama',
    variants: 5,
    faces: ['serif', 'italic'],
    motifs: ['columns', 'bars', 'rays', 'overlap', 'doorway', 'disc', 'split', 'wave'],
  },
  {
    names: ['IMAX'],
    label: 'IMAX',
    slug: 'imax',
    variants: 3,
    faces: ['grotesque'],
    motifs: ['orbit', 'sunset', 'rings', 'dots'],
  },
]

const OTHER: GenreLook = {
  label: '',
  slug: 'other',
  variants: 3,
  faces: ['grotesque'],
  motifs: ['frames', 'columns', 'disc', 'overlap', 'split'],
}

export function findGenreLook(genres: readonly string[]): GenreLook {
  const look = GENRE_LOOKS.find(({ names }) => names.some((name) => genres.includes(name)))
  return look ?? { ...OTHER, label: genres.find((genre) => !genre.startsWith('(')) ?? '' }
}

/** A row of choices that is always the same for the same text and unlike that of near texts ("Alien", "Aliens"). */
export function makeChooser(text: string): (n: number) => number {
  // FNV-1a, then a step of mulberry32 for each choice.
  let state = 0x811c9dc5
  for (const char of text) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193)
  return (n) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n
  }
}
