import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { GENRES } from '@/lib/schemas/movie'
import { findGenreLook, GENRE_LOOKS } from './genre-look'

const css = readFileSync('components/poster/palettes.css', 'utf8')
const palettes = [...css.matchAll(/\.(pal-[a-z]+-\d) \{\s*--p1: (#\w+);\s*--p2: (#\w+);\s*--p3: (#\w+);/g)].map(
  ([, name, ground, motif, ink]) => ({ name, ground, motif, ink }),
)

const channels = (hex: string) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))
/** The ground is lit from one corner and shaded in the other by poster.css. */
const veiled = (hex: string, veil: number, share: number) =>
  channels(hex).map((value) => value * (1 - share) + veil * share)
function luminance(rgb: number[]) {
  const [r, g, b] = rgb.map((value) =>
    value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(a: number[], b: number[]) {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

describe('the palettes of the posters', () => {
  it('exist for every variant that a genre may choose', () => {
    const names = palettes.map(({ name }) => name)
    for (const { slug, variants } of [...GENRE_LOOKS, findGenreLook([])])
      for (let variant = 0; variant < variants; variant += 1) expect(names).toContain(`pal-${slug}-${variant}`)
  })

  it.each(palettes)('$name: its ink can be read on its ground, lit or shaded', ({ ground, ink }) => {
    for (const [veil, share] of [
      [255, 0.08],
      [0, 0.24],
    ])
      expect(contrast(veiled(ground, veil, share), channels(ink))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(palettes)('$name: its motif stands out', ({ ground, motif }) => {
    expect(contrast(channels(ground), channels(motif))).toBeGreaterThanOrEqual(1.75)
  })
})

describe('the look of a genre', () => {
  it.each(GENRES)('knows %s', (genre) => {
    expect(findGenreLook([genre]).slug).not.toBe('other')
  })

  it('takes the most telling genre of a film, not the first in the alphabet', () => {
    expect(findGenreLook(['Adventure', 'Animation', 'Children', 'Comedy', 'Fantasy']).label).toBe('Animation')
    expect(findGenreLook(['Action', 'Crime', 'Thriller']).label).toBe('Crime')
  })

  it('draws a film without genres too, and does not print the placeholder', () => {
    expect(findGenreLook(['(no genres listed)'])).toMatchObject({ slug: 'other', label: '' })
  })
})
