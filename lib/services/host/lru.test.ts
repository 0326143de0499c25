import { expect, it } from 'vitest'
import { Lru } from './lru'

it('forgets what was used longest ago once all of it weighs too much', () => {
  const lru = new Lru<string>(10)
  lru.set('a', 'A', 4)
  lru.set('b', 'B', 4)
  expect(lru.get('a')).toBe('A')
  lru.set('c', 'C', 4)
  expect(['a', 'b', 'c'].map((key) => lru.get(key))).toEqual(['A', undefined, 'C'])
})

it('does not keep what is too heavy by itself, nor the value that it was to replace', () => {
  const lru = new Lru<string>(10)
  lru.set('a', 'old', 2)
  lru.set('a', 'new', 11)
  expect(lru.get('a')).toBeUndefined()
  expect(lru.size).toBe(0)
})

it('counts a replaced value once', () => {
  const lru = new Lru<number>(3)
  for (let i = 0; i < 10; i++) lru.set('a', i)
  lru.set('b', 1)
  lru.set('c', 2)
  expect([lru.get('a'), lru.get('b'), lru.get('c')]).toEqual([9, 1, 2])
})
