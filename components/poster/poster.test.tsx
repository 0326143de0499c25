import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { GENRES } from '@/lib/schemas/movie'
import { PosterBaseProvider } from './poster-base'
import { Poster } from './poster'

const film = { id: 1, title: 'Heat', year: 1995, genres: ['Crime'], posterPath: '/heat.jpg' }
const draw = (
  movie: typeof film | (Omit<typeof film, 'posterPath'> & { posterPath: null }),
  base: string | null = null,
) =>
  renderToStaticMarkup(
    <PosterBaseProvider value={base}>
      <Poster movie={movie} />
    </PosterBaseProvider>,
  )

describe('a poster', () => {
  it('has no style attribute, which the content security policy would drop', () => {
    const pages = GENRES.flatMap((genre) =>
      ['Heat', 'Alien', 'Ran', 'Rififi'].map((title) =>
        draw({ ...film, title, genres: [genre] }, 'https://image.example'),
      ),
    )
    for (const page of pages) expect(page).not.toMatch(/\sstyle=/)
  })

  it('looks the same every time, so that server and browser agree', () => {
    expect(draw(film)).toBe(draw({ ...film }))
  })

  it('is named by title and year', () => {
    expect(draw(film)).toContain('aria-label="Heat, 1995"')
  })

  it('leaves out year and genre where they are too small to be read', () => {
    expect(renderToStaticMarkup(<Poster movie={film} />)).toContain('<span>Crime</span>')
    expect(renderToStaticMarkup(<Poster movie={film} size="mini" />)).not.toContain('<span>Crime</span>')
  })

  it('asks the image host for the photographed poster, with its measures', () => {
    const page = draw(film, 'https://image.example')
    expect(page).toContain('src="https://image.example/t/p/w342/heat.jpg"')
    expect(page).toMatch(/width="342" height="513"/)
  })

  it('stays drawn when there is no image, or no image host', () => {
    expect(draw({ ...film, posterPath: null }, 'https://image.example')).not.toContain('<img')
    expect(draw(film, null)).not.toContain('<img')
  })
})
