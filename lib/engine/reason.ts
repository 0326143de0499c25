// One line that says why an item is there, from the contributions of the model that put it there.
import type { Contribution } from '@/lib/recsys/models/contract'
import { LIKED_STARS } from '@/lib/recsys/models/preferences'
import type { MovieCard } from '@/lib/schemas/movie'
import type { Reason } from '@/lib/schemas/recommendation'

const MAX_NAMED = 3

interface Part {
  text: string
  strong?: boolean
}

type Of<K extends Contribution['kind']> = Extract<Contribution, { kind: K }>

/** Who the reason speaks of: the viewer's own ratings, another user's, or one movie. */
export type Subject = 'you' | 'they' | 'movie'

const POSSESSIVE = { you: 'your', they: 'their', movie: 'its' } as const

/** `cardOf` turns an item into what the page shows of it. */
export function reasonFor(
  because: readonly Contribution[],
  subject: Subject,
  cardOf: (item: number) => MovieCard,
): Reason {
  const terms = ofKind(because, 'term').filter((part) => part.amount > 0)
  if (terms.length) return fromParts(['Shares ', ...list(terms.map((part) => part.term))])

  const rated = ofKind(because, 'rated-item')
    .filter((part) => part.amount > 0 && (part.stars ?? LIKED_STARS) >= LIKED_STARS)
    .sort((a, b) => b.amount - a.amount)
    .slice(0, MAX_NAMED)
    .map((part) => cardOf(part.item))
  if (rated.length)
    return {
      ...fromParts([
        subject === 'you' ? 'Because you liked ' : 'Because they liked ',
        ...list(rated.map((card) => card.title)),
      ]),
      sources: rated,
    }

  const neighbours = ofKind(because, 'neighbours').at(0)
  if (neighbours) return fromParts(neighbourParts(neighbours, subject))

  const crowd = ofKind(because, 'crowd').at(0)
  if (crowd) {
    const people = crowd.count === 1 ? 'person' : 'people'
    return fromParts([
      { text: crowd.mean.toFixed(1), strong: true },
      ` from ${crowd.count.toLocaleString('en')} ${people}`,
    ])
  }
  return fromParts(['Close to the rest of this profile'])
}

function neighbourParts(part: Of<'neighbours'>, subject: Subject): (Part | string)[] {
  if (subject === 'movie')
    return [{ text: `${part.loved} of the ${part.rated}`, strong: true }, ' of its lovers who rated it loved it']
  return [
    { text: String(part.loved), strong: true },
    ` of ${POSSESSIVE[subject]} ${part.neighbours} nearest neighbours loved it`,
  ]
}

function ofKind<K extends Contribution['kind']>(because: readonly Contribution[], kind: K): Of<K>[] {
  return because.filter((part): part is Of<K> => part.kind === kind)
}

function list(names: string[]): (Part | string)[] {
  const distinct = [...new Set(names)].slice(0, MAX_NAMED)
  return distinct.flatMap((name, i) =>
    i === 0 ? [{ text: name, strong: true }] : [', ', { text: name, strong: true }],
  )
}

function fromParts(pieces: (Part | string)[]): Reason {
  const parts = pieces.map((piece) => (typeof piece === 'string' ? { text: piece } : piece))
  return { text: parts.map((part) => part.text).join(''), parts }
}
