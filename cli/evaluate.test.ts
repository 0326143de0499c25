// The commands as they are typed: what they print, what they write, what they refuse.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createWorkbench, type Workbench } from '@/lib/datasets/testing'
import { createRandom } from '@/lib/math/random'
import { compareCommand } from './compare'
import { evaluateCommand } from './evaluate'

let bench: Workbench
let data: string

beforeAll(() => {
  bench = createWorkbench()
  const random = createRandom(1)
  const movies = Array.from(
    { length: 50 },
    (_, i) => `${i + 1},Film ${i + 1} (1990),${i % 2 ? 'Drama' : 'Comedy|Crime'}`,
  )
  const ratings = Array.from({ length: 60 * 50 }, (_, i) => [Math.floor(i / 50) + 1, (i % 50) + 1])
    .filter(() => random.next() < 0.5)
    .map(([user, movie], i) => `${user},${movie},${user % 2 === movie % 2 ? 5 : random.integer(2) + 3},${1000 + i}`)
  data = bench.writeFolder('camps', {
    'movies.csv': `movieId,title,genres\n${movies.join('\n')}\n`,
    'ratings.csv': `userId,movieId,rating,timestamp\n${ratings.join('\n')}\n`,
  })
})
afterAll(() => bench.remove())

async function run(...args: string[]): Promise<string> {
  const written: string[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  try {
    const program = new Command('marquee').exitOverride()
    program.addCommand(evaluateCommand()).addCommand(compareCommand())
    await program.parseAsync(args, { from: 'user' })
  } finally {
    spy.mockRestore()
  }
  return written.join('')
}

const lines = (folder: string, file: string) => readFileSync(path.join(folder, file), 'utf8').trimEnd().split('\n')

describe('marquee evaluate', () => {
  test('measures the genome model on data with a tag genome, and says what is missing where there is none', async () => {
    const flags = ['--model', 'genome', '--protocol', 'random', '--k', '5', '--json']
    await expect(run('evaluate', '--data', data, ...flags)).rejects.toThrow(
      /needs a tag genome, and this data set has none/,
    )
    const contents = Object.fromEntries(
      ['movies.csv', 'ratings.csv'].map((file) => [file, readFileSync(path.join(data, file))]),
    )
    const scores = Array.from({ length: 100 }, (_, i) => [Math.floor(i / 2) + 1, (i % 2) + 1])
    const described = bench.writeFolder('described', {
      ...contents,
      'genome-tags.csv': 'tagId,tag\n1,odd\n2,even\n',
      'genome-scores.csv': `movieId,tagId,relevance\n${scores.map(([movie, tag]) => `${movie},${tag},${movie % 2 === tag % 2 ? 0.9 : 0.1}`).join('\n')}\n`,
    })
    const genome = JSON.parse(await run('evaluate', '--data', described, ...flags))
    const popularity = JSON.parse(
      await run('evaluate', '--data', described, '--model', 'popularity', '--protocol', 'random', '--k', '5', '--json'),
    )
    expect(genome.metrics['NDCG@5'].value).toBeGreaterThan(popularity.metrics['NDCG@5'].value)
  })

  test('--json prints all that is needed to repeat the measurement', async () => {
    const flags = ['--model', 'user-knn', '--config', '{"k": 7}', '--protocol', 'random', '--seed', '4', '--k', '5,3']
    const report = JSON.parse(await run('evaluate', '--data', data, ...flags, '--json'))
    expect(report).toMatchObject({
      data: 'camps',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      protocol: 'random',
      model: 'user-knn',
      config: { k: 7 },
      seed: 4,
      k: [3, 5],
      codeVersion: expect.stringMatching(/^marquee \S+, user-knn@\d+$/),
      splits: [{ hash: expect.stringMatching(/^[0-9a-f]{16}$/) }],
      badRows: 0,
    })
    const { value, low, high } = report.metrics['NDCG@5']
    expect(low).toBeLessThanOrEqual(value)
    expect(value).toBeLessThanOrEqual(high)
    expect(report.metrics.RMSE.value).toBeGreaterThan(0)
    expect(report.seconds).toBeGreaterThan(0)
    expect(report.peakBytes).toBeGreaterThan(1e7)
  })

  test('the same command gives the same figures', async () => {
    const command = ['evaluate', '--data', data, '--model', 'content', '--protocol', 'strong', '--k', '5', '--json']
    const [first, again] = [JSON.parse(await run(...command)), JSON.parse(await run(...command))]
    expect(again.metrics).toEqual(first.metrics)
    expect(again.splits).toEqual(first.splits)
  })

  test('without --json it prints a table that names the protocol and every figure', async () => {
    const text = await run('evaluate', '--data', data, '--model', 'popularity', '--protocol', 'latest', '--k', '10')
    expect(text).toContain('the latest rating of each person held out')
    expect(text).toMatch(/NDCG@10 +0\.\d{4} \[0\.\d{4}, 0\.\d{4}\]/)
    expect(text).toContain('HR@10 (100 sampled)')
  })

  test('--export to where no folder can be is refused before anything is read', async () => {
    const folder = path.join(data, 'movies.csv', 'lists')
    await expect(
      run('evaluate', '--data', 'nowhere.zip', '--protocol', 'strong', '--model', 'popularity', '--export', folder),
    ).rejects.toThrow('The lists cannot be written to')
  })

  test('--export writes lists from which anybody gets the same recall, and a split that can be given back', async () => {
    const folder = path.join(bench.folder, 'export')
    const common = ['--model', 'popularity', '--config', '{"rankBy": "count"}', '--k', '10', '--json']
    const asked = await run('evaluate', '--data', data, '--protocol', 'strong', ...common, '--export', folder)
    const report = JSON.parse(asked)

    const relevant = new Map<string, Set<string>>()
    for (const line of lines(folder, 'qrels.txt')) {
      const [user, , item] = line.split(' ')
      relevant.set(user, (relevant.get(user) ?? new Set()).add(item))
    }
    const found = new Map<string, number>()
    for (const line of lines(folder, 'run.txt')) {
      const [user, q0, item, , , tag] = line.split(' ')
      expect([q0, tag]).toEqual(['Q0', 'popularity'])
      if (relevant.get(user)?.has(item)) found.set(user, (found.get(user) ?? 0) + 1)
    }
    const recalls = [...relevant].map(([user, items]) => (found.get(user) ?? 0) / items.size)
    expect(recalls.reduce((sum, r) => sum + r, 0) / recalls.length).toBeCloseTo(report.metrics['Recall@10'].value, 12)

    const files = ['train', 'foldin', 'heldout'].flatMap((part) => [`--${part}`, path.join(folder, `${part}.csv`)])
    const again = JSON.parse(await run('evaluate', ...files, ...common))
    expect(again.protocol).toBe('published')
    expect(again.people.ranked).toBe(report.people.ranked)
    expect(Math.abs(again.metrics['Recall@10'].value - report.metrics['Recall@10'].value)).toBeLessThan(0.1)
  })

  test('a blend shows the weight of each part', async () => {
    const config =
      '{"parts": {"ease": {"regularization": 10}, "item-knn": {}, "popularity": {"rankBy": "count"}}, "minValidationPeople": 5}'
    const flags = ['--data', data, '--model', 'hybrid', '--config', config, '--protocol', 'strong', '--k', '10']
    const { perModelWeights, kernels } = JSON.parse(await run('evaluate', ...flags, '--json'))
    expect(Object.keys(perModelWeights).sort()).toEqual(['ease', 'item-knn', 'popularity'])
    const sum = Object.values<number>(perModelWeights).reduce((total, weight) => total + weight, 0)
    expect(sum).toBeCloseTo(1, 9)
    expect(['baseline', 'fma']).toContain(kernels)
    expect(await run('evaluate', ...flags)).toMatch(/item-knn +\d\.\d{3}/)
  })

  test('figures do not depend on the number of threads', async () => {
    const flags = ['--data', data, '--model', 'ease', '--protocol', 'random', '--k', '10', '--json']
    const one = JSON.parse(await run('evaluate', ...flags, '--threads', '1'))
    expect(JSON.parse(await run('evaluate', ...flags, '--threads', '3')).metrics).toEqual(one.metrics)
  })

  test('--enrich completes the films by title and year where they have no ids, and changes the fingerprint', async () => {
    const overviews = Array.from({ length: 50 }, (_, i) =>
      JSON.stringify({
        id: 500 + i,
        title: `FILM ${i + 1}!`,
        release_date: '1990-05-04',
        overview: i % 2 ? 'A wedding by the sunny sea' : 'A heist in a rainy city',
      }),
    )
    const dump = bench.writeFile('dump.jsonl', `${overviews.join('\n')}\n`)
    const flags = ['--data', data, '--model', 'content', '--protocol', 'random', '--k', '10', '--json']
    const config = ['--config', '{"weights": {"genres": 0, "title": 0}}']
    const plain = JSON.parse(await run('evaluate', ...flags, ...config))
    const enriched = JSON.parse(await run('evaluate', ...flags, ...config, '--enrich', dump))
    expect(enriched.data).toBe('camps with dump.jsonl')
    expect(enriched.fingerprint).toMatch(/^[0-9a-f]{64}$/)
    expect(enriched.fingerprint).not.toBe(plain.fingerprint)
    expect(plain.metrics['Coverage@10'].value).toBe(0)
    expect(enriched.metrics['NDCG@10'].value).toBeGreaterThan(0.2)
  })

  test('a dump about other films is refused', async () => {
    const dump = bench.writeFile('others.jsonl', '{"id": 3, "title": "Nobody", "overview": "Nothing happens."}\n')
    const flags = ['--data', data, '--model', 'content', '--protocol', 'random', '--enrich', dump]
    await expect(run('evaluate', ...flags)).rejects.toMatchObject({ code: 'bad_data' })
  })

  test('--config may be a file', async () => {
    const file = bench.writeFile('config.json', '{"rankBy": "count"}')
    const flags = ['--model', 'popularity', '--protocol', 'random', '--config', file, '--json']
    expect(JSON.parse(await run('evaluate', '--data', data, ...flags)).config.rankBy).toBe('count')
  })

  test.each([
    ['an unknown model', ['--model', 'oracle', '--protocol', 'random'], 'no method called "oracle"'],
    ['an unknown protocol', ['--model', 'content', '--protocol', 'guess'], 'no protocol called "guess"'],
    ['a wrong hyper-parameter', ['--model', 'user-knn', '--protocol', 'random', '--config', '{"k":0}'], 'k:'],
    ['a config that is not JSON', ['--model', 'content', '--protocol', 'random', '--config', '{k}'], 'not valid JSON'],
    [
      'a config file that is not there',
      ['--model', 'content', '--protocol', 'random', '--config', 'x'],
      'neither JSON',
    ],
    ['lists of no length', ['--model', 'content', '--protocol', 'random', '--k', '0'], '--k must be'],
    ['more threads than kernels take', ['--model', 'ease', '--protocol', 'random', '--threads', '65'], 'from 1 to 64'],
    [
      'a seed that would be cut',
      ['--model', 'ease', '--protocol', 'random', '--seed', '4294967297'],
      '--seed must be a whole number from 0 to 2147483647',
    ],
    ['negatives where none are sampled', ['--model', 'content', '--protocol', 'random', '--negatives', '9'], 'latest'],
    ['no protocol', ['--model', 'content'], '--protocol'],
    ['half a published split', ['--model', 'content', '--train', 'a.csv'], 'together'],
  ])('%s is refused by name', async (_, flags, message) => {
    await expect(run('evaluate', '--data', data, ...flags)).rejects.toThrow(message)
  })
})

describe('marquee compare', () => {
  const models = [
    '--models',
    'user-knn,popularity,popularity:count',
    '--config',
    '{"popularity:count":{"rankBy":"count"}}',
  ]

  test('asks all models the same and compares each pair', async () => {
    const flags = ['--protocol', 'strong', '--k', '5', '--metric', 'NDCG@5,HR@5', '--json']
    const report = JSON.parse(await run('compare', '--data', data, ...models, ...flags))
    expect(report.results.map(({ label }: { label: string }) => label)).toEqual([
      'user-knn',
      'popularity',
      'popularity:count',
    ])
    expect(new Set(report.results.map((result: { splits: unknown }) => JSON.stringify(result.splits))).size).toBe(1)
    expect(report.comparisons).toHaveLength(6)
    const [first] = report.comparisons
    const ndcg = (i: number) => report.results[i].metrics['NDCG@5'].value
    expect(first).toMatchObject({
      a: 'user-knn',
      b: 'popularity',
      metric: 'NDCG@5',
      test: 'Wilcoxon signed-rank, two-sided',
    })
    expect(first.difference).toBeCloseTo(ndcg(0) - ndcg(1), 12)
    expect(first.pAdjusted).toBeGreaterThanOrEqual(first.p)
  })

  test('without --json it prints both tables and says which test it is', async () => {
    const text = await run('compare', '--data', data, ...models, '--protocol', 'random', '--k', '5')
    expect(text).toContain('user-knn − popularity:count')
    expect(text).toContain('Wilcoxon signed-rank')
  })

  test.each([
    ['a single model', ['--models', 'content'], 'at least two'],
    ['one name twice', ['--models', 'content,content'], 'same name'],
    ['a config for nobody', ['--models', 'content,popularity', '--config', '{"x":{}}'], '"x", which is not among'],
    ['a metric that nobody has', ['--models', 'content,popularity', '--metric', 'Charm@5'], 'no figure "Charm@5"'],
  ])('%s is refused', async (_, flags, message) => {
    await expect(run('compare', '--data', data, ...flags, '--protocol', 'random', '--k', '5')).rejects.toThrow(message)
  })
})
