// Which ratings count as likes, and that they are the same in the memory of the kernels.
import { expect, test } from 'vitest'
import { Kernels } from '@/lib/math/kernels/pool'
import { selectLikes, selectSharedLikes, shareLikes } from './likes'
import { crowdOf, twoTastes } from './test-crowd'

// Film 2 is liked by three, films 0 and 3 by two, film 1 by one, film 4 by nobody.
const matrix = crowdOf([
  [10, 2, 8, 0, 1],
  [0, 0, 0, 0, 6],
  [9, 7, 7, 7, 0],
  [0, 0, 10, 8, 0],
])

test('films are named by popularity, and the likes of a row ascend by that', () => {
  const likes = selectLikes(matrix, 3.5, 9)
  expect([...likes.items]).toEqual([2, 0, 3, 1])
  expect([...likes.counts]).toEqual([3, 2, 2, 1])
  expect([...likes.indptr]).toEqual([0, 2, 2, 6, 8])
  expect([...likes.indices]).toEqual([0, 1, 0, 1, 2, 3, 0, 2])
})

test('only the most liked films take part where they are too many', () => {
  const likes = selectLikes(matrix, 3.5, 2)
  expect([...likes.items]).toEqual([2, 0])
  expect([...likes.indptr]).toEqual([0, 2, 2, 4, 5])
  expect([...likes.indices]).toEqual([0, 1, 0, 1, 0])
})

test('in the memory of the kernels they are the same, and laid out alike', () => {
  const crowd = twoTastes(2, 40, 30)
  const [own, shared] = [new Kernels({ threads: 1 }), new Kernels({ threads: 1 })]
  const likes = selectLikes(crowd, 3.5, 20)
  const inMemory = selectSharedLikes(shared, crowd, 3.5, 20)
  expect([...inMemory.indices]).toEqual([...likes.indices])
  expect({ ...inMemory, indices: 0 }).toEqual({ ...likes, indices: 0 })
  const weights = new Float32Array(40).fill(1)
  const laidOut = shareLikes(shared, inMemory, weights)
  expect(laidOut.map((array) => [...(array as Uint32Array)])).toEqual(
    shareLikes(own, likes, weights).map((array) => [...(array as Uint32Array)]),
  )
  expect(laidOut[4]).toBe(inMemory.indices)
})
