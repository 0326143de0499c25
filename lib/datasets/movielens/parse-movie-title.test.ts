import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMovieTitle } from './parse-movie-title'

describe('A MovieLens title', () => {
  it.each([
    ['Toy Story (1995)', 'Toy Story', 1995, []],
    ['Matrix, The (1999)', 'The Matrix', 1999, []],
    ['Fish Called Wanda, A (1988)', 'A Fish Called Wanda', 1988, []],
    ['American in Paris, An (1951)', 'An American in Paris', 1951, []],
    [
      'Lord of the Rings: The Return of the King, The (2003)',
      'The Lord of the Rings: The Return of the King',
      2003,
      [],
    ],
    ['Crow, The: Wicked Prayer (2005)', 'The Crow: Wicked Prayer', 2005, []],
    ['Vie en rose, La (2007)', 'La Vie en rose', 2007, []],
    ["Avventura, L' (1960)", "L'Avventura", 1960, []],
    ['Avventura, L’ (1960)', 'L’Avventura', 1960, []],
    ['Boot, Das (1981)', 'Das Boot', 1981, []],
    ['Mariachi, El (1992)', 'El Mariachi', 1992, []],
    ['Postino, Il (1994)', 'Il Postino', 1994, []],
    ['Vitelloni, I (1953)', 'I Vitelloni', 1953, []],
    ['Good, the Bad and the Ugly, The (1966)', 'The Good, the Bad and the Ugly', 1966, []],
    ['Die, Mommie, Die (2003)', 'Die, Mommie, Die', 2003, []],
    ['Paris, Texas (1984)', 'Paris, Texas', 1984, []],
    ["Amelie (Fabuleux destin d'Amélie Poulain, Le) (2001)", 'Amelie', 2001, ["Le Fabuleux destin d'Amélie Poulain"]],
    ['Seven (a.k.a. Se7en) (1995)', 'Seven', 1995, ['Se7en']],
    [
      'City of Lost Children, The (Cité des enfants perdus, La) (1995)',
      'The City of Lost Children',
      1995,
      ['La Cité des enfants perdus'],
    ],
    ['FearDotCom (a.k.a. Fear.com) (a.k.a. Fear Dot Com) (2002)', 'FearDotCom', 2002, ['Fear.com', 'Fear Dot Com']],
    ['Hard 8 (Sydney, a.k.a. Hard Eight) (1996)', 'Hard 8', 1996, ['Sydney', 'Hard Eight']],
    ['Pom Poko (a.k.a. Raccoon War, The) (1994)', 'Pom Poko', 1994, ['The Raccoon War']],
    ['Same (Same) (2000)', 'Same', 2000, []],
    ['(500) Days of Summer (2009)', '(500) Days of Summer', 2009, []],
    ['(Untitled) (2009)', '(Untitled)', 2009, []],
    ['Evangelion: 1.0 You Are (Not) Alone (2007)', 'Evangelion: 1.0 You Are (Not) Alone', 2007, []],
    [
      'Birdman: Or (The Unexpected Virtue of Ignorance) (2014)',
      'Birdman: Or (The Unexpected Virtue of Ignorance)',
      2014,
      [],
    ],
    ['Kill Bill (Part 1) (2003)', 'Kill Bill (Part 1)', 2003, []],
    ['Death Note: Desu nôto (2006–2007)', 'Death Note: Desu nôto', 2006, []],
    ['Black Mirror (2011– )', 'Black Mirror', 2011, []],
    ['Typed Twice (2014))', 'Typed Twice', 2014, []],
    ['Babylon 5', 'Babylon 5', null, []],
    ['2001: A Space Odyssey (1968)', '2001: A Space Odyssey', 1968, []],
    ['1917', '1917', null, []],
    ['(2010)', '(2010)', null, []],
    ['Far Future (9999)', 'Far Future', null, []],
    ['  96 Minutes  (2011) ', '96 Minutes', 2011, []],
    ['"Great Performances" Cats (1998)', '"Great Performances" Cats', 1998, []],
    ['Et Dieu&#8230;Créa (1956)', 'Et Dieu…Créa', 1956, []],
    ['A\u0000B\tC (1999)', 'A B C', 1999, []],
    ['Lost (bracket (1999)', 'Lost (bracket', 1999, []],
    ['Pleasant Days (Noémie à la plage) (1999)', 'Pleasant Days', 1999, ['Noémie à la plage']],
    ['', '', null, []],
  ])('"%s" is "%s" of %s', (raw, title, year, alternativeTitles) => {
    expect(parseMovieTitle(raw)).toEqual({ title, year, alternativeTitles })
  })

  const word = fc.stringMatching(/^[A-Z][a-zé]{2,8}$/)
  const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))
  const article = fc.constantFrom('The', 'A', 'An', 'La', 'Les', 'Der', 'El', 'Il')

  it('keeps its main text, its articles and its other names, however they are put together', () => {
    fc.assert(
      fc.property(
        name,
        fc.option(article),
        fc.array(name, { maxLength: 3 }),
        fc.integer({ min: 1870, max: 2100 }),
        (main, first, others, year) => {
          const raw = `${main}${first ? `, ${first}` : ''}${others.map((other) => ` (${other})`).join('')} (${year})`
          const parsed = parseMovieTitle(raw)
          fc.pre(main.split(' ')[0] !== first)
          expect(parsed.title).toBe(first ? `${first} ${main}` : main)
          expect(parsed.year).toBe(year)
          expect([parsed.title, ...parsed.alternativeTitles]).toEqual(expect.arrayContaining(others))
        },
      ),
    )
  })

  it('never throws, and is never empty unless there was nothing in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (raw) => {
        const { title } = parseMovieTitle(raw)
        expect(title === '').toBe(raw.replace(/[\u0000-\u001F\u007F-\u009F\s]/g, '') === '')
      }),
    )
  })
})
