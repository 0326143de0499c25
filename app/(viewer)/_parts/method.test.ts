// How a page chooses its method.
import { describe, expect, it } from 'vitest'
import { isAppError } from '@/lib/errors/app-error'
import { chooseMethod, tellOfThem } from './method'

const methods = (ready: string[]) =>
  [
    ['popularity', 'Most loved'],
    ['content', 'What films are about'],
    ['user-knn', 'People like you'],
  ].map(([name, label]) => ({
    name,
    label,
    description: '',
    ready: ready.includes(name),
    champion: name === 'user-knn',
  }))
const ALL = ['popularity', 'content', 'user-knn']

describe('the method of a page', () => {
  it('is the one its address names', () => {
    expect(chooseMethod(methods(ALL), 'content')).toEqual({ method: 'content', notices: [] })
  })

  it('is the champion without a wish, and what is ready before that is', () => {
    expect(chooseMethod(methods(ALL), undefined)).toEqual({ method: 'user-knn', notices: [] })
    expect(chooseMethod(methods(['popularity']), undefined).method).toBe('popularity')
  })

  it('explains itself when the address names no method of ours', () => {
    expect(chooseMethod(methods(ALL), 'tarot')).toEqual({
      method: 'user-knn',
      notices: ['There is no method “tarot” (there are popularity, content, user-knn), so “People like you” is used.'],
    })
  })

  it('explains itself when the one asked for is still being trained', () => {
    expect(chooseMethod(methods(['content']), 'user-knn')).toEqual({
      method: 'content',
      notices: ['“People like you” is still being trained, so “What films are about” is used until then.'],
    })
  })

  it('is none while nothing is ready, and the page then waits', () => {
    let thrown: unknown
    try {
      chooseMethod(methods([]), 'content')
    } catch (error) {
      thrown = error
    }
    expect(isAppError(thrown) && thrown.code).toBe('not_ready')
  })

  it('speaks of the other user where it is chosen for one', () => {
    expect(tellOfThem(methods(['user-knn'])).map(({ label, ready }) => [label, ready])).toEqual([
      ['Most loved', false],
      ['By content', false],
      ['People like them', true],
    ])
  })
})
