// The questions a model can be asked: which ratings it may learn, what it is told of a person, what it must find again.
import { AppError } from '@/lib/errors/app-error'
import { holdOutItems, holdOutPeople } from '../data/splits/by-group'
import { holdOutLatest, holdOutRandom, splitByTime, splitIntoFolds } from '../data/splits/by-rating'
import {
  keepLastOfEachPair,
  keepRatingsAbove,
  keepUsersWithAtLeast,
  groupByUser,
  type RatingTable,
  type Split,
} from '../data/splits/rating-table'

export const protocols = ['strong', 'latest', 'kfold', 'random', 'time', 'cold-items'] as const
export type Protocol = (typeof protocols)[number]

/** Above so many stars a rating says "liked": 4 and more. */
const LIKED_ABOVE = 3.5
const MIN_LIKED = 5
const TEST_USERS = 1000
const TEST_USERS_SHARE = 0.2
const FOLD_IN_SHARE = 0.8
const FOLDS = 5
const HELD_OUT_SHARE = 0.2
const COLD_SHARE = 0.2
const TIME_SHARES = { train: 0.7, test: 0.2 }
const SAMPLED_NEGATIVES = 100

/** A protocol applied to one table of ratings. */
export interface Plan {
  protocol: Protocol | 'published'
  /** What was done, in words that belong beside the figures. */
  description: string
  /** What the positions of the splits point into. */
  table: RatingTable
  /** One, or one for each fold. */
  splits: Split[]
  /** A held-out rating above so many stars is relevant; 0 makes all of them relevant. */
  relevantAbove: number
  /** Whether predicted stars can be judged: not where training was cut to liked films. */
  judgesStars: boolean
  /** Besides the full ranking, rank the relevant items among so many that the person has not rated; 0 for not. */
  sampledNegatives: number
}

export interface PlanOptions {
  seed: number
  /** Of 'strong': how many people are held out; 1000 or a fifth of all, whichever is less, where not said. */
  testUsers?: number
  /** Of 'latest': 100 where not said, 0 for none. */
  sampledNegatives?: number
}

/**
 * Applies a protocol. Of a pair that comes twice only the last rating counts. Deterministic in the seed.
 * @throws AppError('bad_data') when the data cannot serve this protocol.
 */
export function planProtocol(protocol: Protocol, ratings: RatingTable, options: PlanOptions): Plan {
  const table = keepLastOfEachPair(ratings)
  const common = { protocol, table, relevantAbove: LIKED_ABOVE, judgesStars: true, sampledNegatives: 0 }
  const { seed } = options
  switch (protocol) {
    case 'strong':
      return planStrong(table, options)
    case 'latest':
      return planLatest(table, options)
    case 'kfold':
      return {
        ...common,
        splits: splitIntoFolds(table, { folds: FOLDS, seed }),
        description: `${FOLDS}-fold cross-validation over ratings; relevant: held out and above ${LIKED_ABOVE} stars`,
      }
    case 'random':
      return {
        ...common,
        splits: [holdOutRandom(table, { share: HELD_OUT_SHARE, seed })],
        description: `${percent(HELD_OUT_SHARE)} of the ratings held out at random; relevant: above ${LIKED_ABOVE} stars`,
      }
    case 'time':
      return {
        ...common,
        splits: [splitByTime(table, TIME_SHARES)],
        description: `oldest 70 % of the ratings trained, newest 20 % held out, the 10 % between unused; relevant: above ${LIKED_ABOVE} stars`,
      }
    case 'cold-items':
      return {
        ...common,
        splits: [holdOutItems(table, { share: COLD_SHARE, seed })],
        description: `${percent(COLD_SHARE)} of the rated items lose all ratings, and only they are ranked; relevant: above ${LIKED_ABOVE} stars`,
      }
  }
}

function planStrong(all: RatingTable, { seed, testUsers }: PlanOptions): Plan {
  const table = keepUsersWithAtLeast(keepRatingsAbove(all, LIKED_ABOVE), MIN_LIKED)
  const nUsers = groupByUser(table).userIds.length
  const count = testUsers ?? Math.min(TEST_USERS, Math.floor(nUsers * TEST_USERS_SHARE))
  return {
    protocol: 'strong',
    table,
    splits: [holdOutPeople(table, { testUsers: count, foldInShare: FOLD_IN_SHARE, seed })],
    relevantAbove: 0,
    judgesStars: false,
    sampledNegatives: 0,
    description: `only ratings above ${LIKED_ABOVE} stars of people with ${MIN_LIKED} or more; ${count} people unseen in training, ${percent(FOLD_IN_SHARE)} of each folded in, the rest relevant`,
  }
}

function planLatest(table: RatingTable, { sampledNegatives = SAMPLED_NEGATIVES }: PlanOptions): Plan {
  const sampled = sampledNegatives > 0 ? `; figures marked so also against ${sampledNegatives} sampled items` : ''
  return {
    protocol: 'latest',
    table,
    splits: [holdOutLatest(table)],
    relevantAbove: 0,
    judgesStars: true,
    sampledNegatives,
    description: `the latest rating of each person held out and relevant, whatever its stars${sampled}`,
  }
}

/** A split that somebody else made: every held-out row is relevant. The three tables must not share a person with training. */
export function planPublished(parts: { train: RatingTable; foldIn: RatingTable; heldOut: RatingTable }): Plan {
  const tables = [parts.train, parts.foldIn, parts.heldOut]
  let next = 0
  const [train, foldIn, heldOut] = tables.map(({ userId }) => Int32Array.from({ length: userId.length }, () => next++))
  return {
    protocol: 'published',
    table: {
      userId: concatenate(
        tables.map((part) => part.userId),
        Int32Array,
      ),
      movieId: concatenate(
        tables.map((part) => part.movieId),
        Int32Array,
      ),
      halfStars: concatenate(
        tables.map((part) => part.halfStars),
        Uint8Array,
      ),
    },
    splits: [{ train, foldIn, heldOut }],
    relevantAbove: 0,
    judgesStars: false,
    sampledNegatives: 0,
    description: 'a published split: people of fold-in and held-out unseen in training, every held-out row relevant',
  }
}

function concatenate<T extends Int32Array | Uint8Array>(parts: T[], Type: new (length: number) => T): T {
  const all = new Type(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** @throws AppError('invalid') naming the protocols there are. */
export function requireProtocol(name: string): Protocol {
  const found = protocols.find((protocol) => protocol === name)
  if (found) return found
  throw new AppError('invalid', `There is no protocol called "${name}". Choose one of: ${protocols.join(', ')}.`)
}

const percent = (share: number) => `${Math.round(share * 100)} %`
