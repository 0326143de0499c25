// A split that somebody published, as three files: what to learn, what to be told, what to find.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { AppError } from '@/lib/errors/app-error'
import { Labels, readInteractions, type Interactions } from './read-interactions'

const LIKED_HALF_STARS = 10

export interface SplitFiles {
  train: string
  foldIn: string
  heldOut: string
}

export interface SplitPart {
  userId: Int32Array
  movieId: Int32Array
  halfStars: Uint8Array
}

export interface PublishedSplit {
  /** sha256, hex, over the hashes of the three files. */
  fileHash: string
  /** The files' own ids; a user or item is its place in these, in numeric order where all are integers, else in text order. */
  users: string[]
  items: string[]
  train: SplitPart
  foldIn: SplitPart
  heldOut: SplitPart
}

/**
 * Reads the three files. Ratings that are missing, or the same everywhere, mean "liked" and count as five stars.
 * @throws AppError('bad_data') when a rating is no half-star, when people are in training too, or a pair is both told and asked.
 */
export async function readPublishedSplit(files: SplitFiles): Promise<PublishedSplit> {
  const labels = { users: new Labels(), items: new Labels() }
  const train = await readInteractions(files.train, labels)
  const foldIn = await readInteractions(files.foldIn, labels)
  const heldOut = await readInteractions(files.heldOut, labels)
  requireUnseen(train, [foldIn, heldOut], labels.users)
  requireDisjoint(foldIn, heldOut, labels)
  const users = sortLabels(labels.users.all())
  const items = sortLabels(labels.items.all())
  const toHalfStars = halfStarsOf([train, foldIn, heldOut])
  const toPart = (part: Interactions): SplitPart => ({
    userId: Int32Array.from(part.users, (number) => users.placeOf[number]),
    movieId: Int32Array.from(part.items, (number) => items.placeOf[number]),
    halfStars: toHalfStars(part),
  })
  return {
    fileHash: await hashFiles([files.train, files.foldIn, files.heldOut]),
    users: users.sorted,
    items: items.sorted,
    train: toPart(train),
    foldIn: toPart(foldIn),
    heldOut: toPart(heldOut),
  }
}

function requireUnseen(train: Interactions, asked: Interactions[], users: Labels): void {
  const learnt = new Set(train.users)
  for (const { file, users: own } of asked) {
    const seen = own.find((user) => learnt.has(user))
    if (seen !== undefined)
      throw new AppError(
        'bad_data',
        `User ${users.all()[seen]} of ${file} is in ${train.file} too. The people who are asked must be unseen in training.`,
      )
  }
}

function requireDisjoint(foldIn: Interactions, heldOut: Interactions, labels: { users: Labels; items: Labels }): void {
  const told = new Set(foldIn.users.map((user, i) => `${user} ${foldIn.items[i]}`))
  const both = heldOut.users.findIndex((user, i) => told.has(`${user} ${heldOut.items[i]}`))
  if (both >= 0)
    throw new AppError(
      'bad_data',
      `User ${labels.users.all()[heldOut.users[both]]} has item ${labels.items.all()[heldOut.items[both]]} both in ${foldIn.file} and in ${heldOut.file}.`,
    )
}

/** How all three files write ratings decides what they mean. */
function halfStarsOf(parts: Interactions[]): (part: Interactions) => Uint8Array {
  const values = new Set<number>()
  for (const { ratings } of parts) for (const value of ratings ?? []) values.add(value)
  if (values.size <= 1) return ({ users }) => new Uint8Array(users.length).fill(LIKED_HALF_STARS)
  const odd = [...values].find((value) => !Number.isInteger(value * 2) || value < 0.5 || value > 5)
  if (odd !== undefined) {
    const file = parts.find(({ ratings }) => ratings?.includes(odd))?.file
    throw new AppError(
      'bad_data',
      `${file} has the rating ${odd}. Expected half-stars from 0.5 to 5, or one value throughout.`,
    )
  }
  return ({ users, ratings }) => Uint8Array.from(users, (_, i) => (ratings ? ratings[i] * 2 : LIKED_HALF_STARS))
}

function sortLabels(labels: string[]): { sorted: string[]; placeOf: Int32Array } {
  const numeric = labels.every((label) => /^-?\d{1,15}$/.test(label))
  const order = labels.map((_, number) => number)
  order.sort((a, b) =>
    numeric && Number(labels[a]) !== Number(labels[b])
      ? Number(labels[a]) - Number(labels[b])
      : labels[a] < labels[b]
        ? -1
        : 1,
  )
  const placeOf = new Int32Array(labels.length)
  order.forEach((number, place) => (placeOf[number] = place))
  return { sorted: order.map((number) => labels[number]), placeOf }
}

async function hashFiles(files: string[]): Promise<string> {
  const all = createHash('sha256')
  for (const file of files) {
    const one = createHash('sha256')
    for await (const chunk of createReadStream(file)) one.update(chunk)
    all.update(one.digest())
  }
  return all.digest('hex')
}
