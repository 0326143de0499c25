import { describe, expect, it } from 'vitest'
import { tmdbRecordSchema } from './tmdb-record'

const read = (record: Record<string, unknown>) => tmdbRecordSchema.parse({ id: 1, ...record })

describe('A record of TMDb', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      'an overview of control characters and half a surrogate',
      { overview: ' a\u0000\nb\ud800 ' },
      { overview: 'a b\ufffd' },
    ],
    ['an overview that is none', { overview: 'No overview found.' }, { overview: null }],
    ['a poster that leads elsewhere', { poster_path: '//evil.example/x.jpg' }, { posterPath: null }],
    ['a poster that leaves its folder', { poster_path: '/../x.jpg' }, { posterPath: null }],
    ['a day that no calendar has', { release_date: '2013-02-30' }, { releaseDate: null }],
    ['a runtime of no minutes', { runtime: 0 }, { runtime: null }],
    ['a runtime in words', { runtime: 'long' }, { runtime: null }],
    ['an average without a vote', { vote_average: 0, vote_count: 0 }, { voteAverage: null, voteCount: 0 }],
    ['an average above ten', { vote_average: 11, vote_count: 2 }, { voteAverage: null, voteCount: 2 }],
    [
      'the titles of other countries',
      {
        title: 'A',
        original_title: 'Ä',
        alternative_titles: {
          titles: [
            { title: 'B', iso_3166_1: 'US' },
            { title: 'C', iso_3166_1: 'FR' },
          ],
        },
      },
      { alternativeTitles: ['Ä', 'B'] },
    ],
    ['the same title again', { title: 'A', original_title: 'A' }, { alternativeTitles: null }],
    ['a name twice', { cast: ['X', 'X', 'Y'] }, { cast: ['X', 'Y'] }],
    ['an IMDb id without its zeros', { imdb_id: '114709' }, { imdbId: 'tt0114709' }],
  ])('with %s is read as what it can mean', (_, record, expected) => {
    expect(read(record)).toMatchObject(expected)
  })

  it('needs an id of one of the two', () => {
    expect(tmdbRecordSchema.safeParse({ title: 'x' }).success).toBe(false)
    expect(tmdbRecordSchema.safeParse({ id: 2 ** 31, imdb_id: 'tt0' }).success).toBe(false)
    expect(tmdbRecordSchema.safeParse({ imdb_id: 'tt0114709' }).success).toBe(true)
    expect(tmdbRecordSchema.safeParse(['x']).success).toBe(false)
  })
})
