import { describe, expect, it } from 'vitest'
import { fitTitle, SMALLEST_TYPE } from './fit-title'

describe('the size of a title on its poster', () => {
  it('is largest for a single letter', () => {
    expect(fitTitle('M', 'block')).toBeGreaterThan(fitTitle('Heat', 'block'))
  })

  it('shrinks for a longer word, which must stand on one line', () => {
    const sizes = ['Heat', 'Collateral', 'Koyaanisqatsi'].map((title) => fitTitle(title, 'block'))
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    expect(sizes[2]).toBeLessThan(sizes[0])
  })

  it('shrinks for more words, which must not fill the poster', () => {
    const long = fitTitle('Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb', 'serif')
    expect(long).toBeLessThan(fitTitle('Dr. Strangelove', 'serif'))
    expect(long).toBeGreaterThanOrEqual(SMALLEST_TYPE)
  })

  it('breaks a word that no readable size could hold', () => {
    expect(fitTitle('Supercalifragilisticexpialidocious', 'grotesque')).toBe(12)
  })

  it('lets square scripts break between any two characters', () => {
    expect(fitTitle('千と千尋の神隠し', 'serif')).toBeGreaterThan(
      fitTitle('千と千尋の神隠し'.replaceAll(/./gu, 'M'), 'serif'),
    )
  })

  it('ignores accents, which take no room', () => {
    expect(fitTitle('Amélie', 'italic')).toBe(fitTitle('Amelie', 'italic'))
  })

  it('has a class in the style sheet for every size it can answer', async () => {
    const { readFileSync } = await import('node:fs')
    const css = readFileSync('components/poster/poster.css', 'utf8')
    const titles = ['', ' ', 'A', 'It', 'Ran', 'W'.repeat(400), 'a b '.repeat(200), 'x-'.repeat(90), '🎬', 'Alien']
    for (const title of titles)
      for (const face of ['block', 'serif', 'italic', 'grotesque'] as const)
        expect(css).toContain(`.fs-${fitTitle(title, face)} {`)
  })
})
