import { describe, expect, it } from 'vitest'
import { Batch } from './batch'

const later = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('questions asked at about the same time', () => {
  it('wait for the one that is under way, and become one meanwhile', async () => {
    const asked: string[][] = []
    const batch = new Batch<string, number>(async (keys) => {
      asked.push([...keys])
      await later()
      return new Map(keys.map((key) => [key, 1]))
    })
    const answers: Promise<number | null>[] = []
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      answers.push(batch.load(key))
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await Promise.all(answers)).toEqual([1, 1, 1, 1, 1])
    expect(asked).toEqual([['a'], ['b', 'c', 'd', 'e']])
  })

  it('become one, each key once, and everybody gets their own answer', async () => {
    const asked: string[][] = []
    const batch = new Batch<string, number>(async (keys) => {
      asked.push([...keys])
      return new Map(keys.filter((key) => key !== 'nobody').map((key) => [key, key.length]))
    })
    const answers = await Promise.all(['a', 'bb', 'a', 'nobody'].map((key) => batch.load(key)))
    expect(answers).toEqual([1, 2, 1, null])
    expect(asked).toEqual([['a', 'bb', 'nobody']])
  })

  it('are not answered by a question that was sent before they were asked', async () => {
    let value = 0
    const batch = new Batch<string, number>(async () => {
      const seen = value
      await later()
      return new Map([['key', seen]])
    })
    const before = batch.load('key')
    await new Promise((resolve) => setImmediate(resolve))
    value = 1
    expect(await Promise.all([before, batch.load('key')])).toEqual([0, 1])
  })

  it('fail together, and the next one is asked anew', async () => {
    let fails = true
    const batch = new Batch<string, number>(async (keys) => {
      if (fails) throw new Error('away')
      return new Map(keys.map((key) => [key, 1]))
    })
    const settled = await Promise.allSettled([batch.load('a'), batch.load('b')])
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    fails = false
    expect(await batch.load('a')).toBe(1)
  })
})
