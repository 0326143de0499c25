// Splits that others published: with a header or without, ids of any kind, and what is refused.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorkbench, type Workbench } from '../testing'
import { readPublishedSplit, type SplitPart } from './read-published-split'

let bench: Workbench
beforeEach(() => {
  bench = createWorkbench()
})
afterEach(() => bench.remove())

const read = (train: string, foldIn: string, heldOut: string) =>
  readPublishedSplit({
    train: bench.writeFile('train.csv', train),
    foldIn: bench.writeFile('foldin.csv', foldIn),
    heldOut: bench.writeFile('heldout.csv', heldOut),
  })

const rowsOf = ({ users, items }: { users: string[]; items: string[] }, part: SplitPart) =>
  Array.from(part.userId, (user, i) => [users[user], items[part.movieId[i]], part.halfStars[i] / 2])

describe('what is read', () => {
  test('user, item and rating under a header, with further columns ignored', async () => {
    const split = await read(
      'userId,movieId,rating,timestamp\n7,10,4.5,99\n7,11,2,98\n',
      'userId,movieId,rating,timestamp\n8,10,5,97\n',
      'userId,movieId,rating,timestamp\n8,11,4,96\n',
    )
    expect(rowsOf(split, split.train)).toEqual([
      ['7', '10', 4.5],
      ['7', '11', 2],
    ])
    expect(rowsOf(split, split.foldIn)).toEqual([['8', '10', 5]])
    expect(rowsOf(split, split.heldOut)).toEqual([['8', '11', 4]])
  })

  test.each([
    ['uid,sid', ','],
    ['user,item', ','],
    ['user_id\titem_id', '\t'],
    ['"userId","itemId"', ','],
    ['', ','],
    ['', '::'],
  ])('header "%s" with the separator "%s": rows without ratings mean liked', async (header, separator) => {
    const file = (...rows: string[][]) =>
      [...(header ? [header] : []), ...rows.map((row) => row.join(separator))].join('\r\n')
    const split = await read(file(['a', 'x'], ['a', 'y']), file(['b', 'x']), file(['b', 'y']))
    expect(rowsOf(split, split.train)).toEqual([
      ['a', 'x', 5],
      ['a', 'y', 5],
    ])
    expect(split.heldOut.userId).toHaveLength(1)
  })

  test('ratings that are the same everywhere mean liked, whatever the number', async () => {
    const split = await read('1,5,1\n2,6,1.0\n', '3,5,1\n', '3,6,1\n')
    expect([...split.train.halfStars]).toEqual([10, 10])
  })

  test('ids that are integers are ordered as numbers, all others as text, whatever the order of rows', async () => {
    expect((await read('1,10\n1,9\n', '2,9\n', '2,100\n')).items).toEqual(['9', '10', '100'])
    expect((await read('1,10\n1,b\n', '2,b\n', '2,9\n')).items).toEqual(['10', '9', 'b'])
  })

  test('the fingerprint follows the bytes', async () => {
    const one = await read('1,10\n', '2,10\n', '2,9\n')
    expect((await read('1,10\n', '2,10\n', '2,9\n')).fileHash).toBe(one.fileHash)
    expect((await read('1,10\n', '2,10\n', '2,8\n')).fileHash).not.toBe(one.fileHash)
  })
})

describe('what is refused', () => {
  test.each([
    ['people who are in training too', ['1,10\n', '1,11\n', '1,12\n'], 'User 1 of'],
    ['a pair that is told and asked', ['1,10\n', '2,11\n', '2,11\n'], 'has item 11 both'],
    ['a row without an item', ['1,10\n1\n', '2,11\n', '2,12\n'], 'line 2: expected a user and an item'],
    ['a rating that is missing in one row', ['1,10,4\n1,11,\n', '2,11,4\n', '2,12,5\n'], 'got ""'],
    ['ratings on another scale', ['1,10,80\n1,11,20\n', '2,11,40\n', '2,12,50\n'], 'Expected half-stars'],
    ['an empty file', ['1,10\n', '', '2,12\n'], 'holds no rows'],
  ])('%s', async (_, [train, foldIn, heldOut], message) => {
    await expect(read(train, foldIn, heldOut)).rejects.toThrow(expect.objectContaining({ code: 'bad_data' }))
    await expect(read(train, foldIn, heldOut)).rejects.toThrow(message)
  })

  test('a file that is not there', async () => {
    const there = bench.writeFile('a.csv', '1,2\n')
    await expect(readPublishedSplit({ train: `${there}.gone`, foldIn: there, heldOut: there })).rejects.toThrow(
      'nothing at',
    )
  })
})
