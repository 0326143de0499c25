import { describe, expect, it } from 'vitest'
import { collectGenome } from './collect-genome'
import type { DataSet, GenomeTag } from './data-set'
import { Report } from './report'

type Source = Parameters<typeof collectGenome>[0]

const source = (tags: GenomeTag[], scores: [number, number, number][]): Source => ({
  name: 'ml-test',
  sizes: { movies: 1, ratings: 1, tags: 0, genome: 1 },
  async *genomeTags() {
    yield tags
  },
  async *genomeScores(_, known): ReturnType<DataSet['genomeScores']> {
    const rows = scores.filter(([movie, tag]) => known?.tags?.has(tag) !== false && known?.movies?.has(movie) !== false)
    for (const [movie, tag, relevance] of rows)
      yield {
        length: 1,
        movieId: Int32Array.of(movie, 0),
        tagId: Int32Array.of(tag, 0),
        relevance: Float32Array.of(relevance, 0),
      }
  },
})

const tag = (tagId: number) => ({ tagId, tag: `tag ${tagId}` })

describe('A genome', () => {
  it('is one row a film in the order of the tags, whatever the order of its lines', async () => {
    const scores: [number, number, number][] = [
      [7, 30, 0.25],
      [2, 4, 0.5],
      [7, 4, 0.75],
      [7, 9, 1],
      [2, 4, 0.125],
      [7, 5, 1],
    ]
    const table = await collectGenome(source([tag(30), tag(4), tag(9)], scores), new Report())
    expect(table?.tags.map(({ tagId }) => tagId)).toEqual([4, 9, 30])
    expect([...(table?.movieIds ?? [])]).toEqual([2, 7])
    expect(table?.rows.map((row) => [...row])).toEqual([
      [0.125, Number.NaN, Number.NaN],
      [0.75, 1, 0.25],
    ])
    expect(table).toMatchObject({ nScores: 5, duplicates: 1 })
  })

  it('of a data set without one, or without a line that can be used, is null', async () => {
    const none = { ...source([], []), sizes: { movies: 1, ratings: 1, tags: 0, genome: 0 } }
    expect(await collectGenome(none, new Report())).toBeNull()
    expect(await collectGenome(source([tag(1)], [[1, 2, 0.5]]), new Report())).toBeNull()
  })

  it('beyond all bounds is refused before it fills the memory', async () => {
    const many = Array.from({ length: 10_001 }, (_, i) => tag(i + 1))
    await expect(collectGenome(source(many, []), new Report())).rejects.toThrow(/more than 10,000 tags/)
    const films = Array.from({ length: 70_000 }, (_, i): [number, number, number] => [i + 1, 1, 0.5])
    await expect(collectGenome(source(many.slice(0, 10_000), films), new Report())).rejects.toThrow(/beyond 512 MB/)
  })
})
