// marquee tune as it is typed: it finds, saves, goes on where it was left, and refuses what does not fit.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createWorkbench, type Workbench } from '@/lib/datasets/testing'
import { createRandom } from '@/lib/math/random'
import * as evaluation from '@/lib/services/evaluation/evaluate-model'
import { evaluateCommand } from './evaluate'
import { tuneCommand } from './tune'

let bench: Workbench
let data: string

beforeAll(() => {
  bench = createWorkbench()
  const random = createRandom(1)
  const movies = Array.from({ length: 40 }, (_, i) => `${i + 1},Film ${i + 1} (1990),Drama`)
  const ratings = Array.from({ length: 120 * 40 }, (_, i) => [Math.floor(i / 40) + 1, (i % 40) + 1])
    .filter(() => random.next() < 0.5)
    .map(([user, movie], i) => `${user},${movie},${user % 2 === movie % 2 ? 5 : random.integer(2) + 1},${1000 + i}`)
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
    program.addCommand(evaluateCommand()).addCommand(tuneCommand())
    await program.parseAsync(args, { from: 'user' })
  } finally {
    spy.mockRestore()
  }
  return written.join('')
}

const place = (name: string) => path.join(path.dirname(data), name)
const search = (...more: string[]) => [
  'tune',
  ...['--data', data, '--model', 'ease', '--protocol', 'strong', '--k', '10', '--trials', '9', '--seed', '3'],
  ...more,
]

describe('marquee tune', () => {
  test('saves a configuration that evaluate takes, at least as good as the defaults where it was measured', async () => {
    const out = place('best.json')
    const report = JSON.parse(await run(...search('--json', '--out', out)))
    expect(report).toMatchObject({ model: 'ease', protocol: 'strong', metric: 'NDCG@10', trials: 9, savedTo: out })
    expect(report.validation).toContain('inside the training part')
    expect(report.best.value).toBeGreaterThanOrEqual(report.defaults.value)
    expect(report.results.map(({ rung }: { rung: number }) => rung)).toEqual([
      ...Array.from({ length: 10 }, () => 0),
      ...[1, 1, 1, 1],
      ...[2, 2],
    ])
    const config = JSON.parse(readFileSync(out, 'utf8'))
    expect(config).toEqual(report.best.config)
    const flags = ['--data', data, '--model', 'ease', '--protocol', 'strong', '--config', out, '--json']
    expect(JSON.parse(await run('evaluate', ...flags)).config).toEqual(config)
  })

  test('goes on where it was killed, and comes to the same end', async () => {
    const state = place('state.json')
    const whole = JSON.parse(await run(...search('--json', '--out', place('a.json'), '--resume', state)))
    const saved = JSON.parse(readFileSync(state, 'utf8'))
    saved.results = saved.results.slice(0, 6)
    writeFileSync(state, JSON.stringify(saved))
    const measure = vi.spyOn(evaluation, 'evaluateModel')
    const resumed = JSON.parse(await run(...search('--json', '--out', place('b.json'), '--resume', state)))
    expect(measure).toHaveBeenCalledTimes(whole.results.length - 6)
    measure.mockRestore()
    const figures = (report: typeof whole) =>
      report.results.map(({ seconds, ...result }: { seconds: number }) => (expect(seconds).toBeGreaterThan(0), result))
    expect(figures(resumed)).toEqual(figures(whole))
    expect(resumed.best.config).toEqual(whole.best.config)
  })

  test('does not go on from the state of another search, nor from what is none', async () => {
    const state = place('other.json')
    await run(...search('--out', place('c.json'), '--resume', state))
    const other = search('--out', place('d.json'), '--resume', state, '--trials', '5')
    await expect(run(...other)).rejects.toMatchObject({ code: 'conflict' })
    writeFileSync(state, '{"format": 1, "resul')
    await expect(run(...search('--out', place('d.json'), '--resume', state))).rejects.toMatchObject({
      code: 'bad_data',
    })
    expect(existsSync(place('d.json'))).toBe(false)
  })

  test('takes a space of the caller, and prints a table that warns of luck', async () => {
    const space = '{"regularization": {"choose": [0.5, 5, 50]}}'
    const text = await run(...search('--out', place('e.json'), '--space', space, '--trials', '3'))
    expect(text).toMatch(/defaults +0\.\d+ \[/)
    expect(text).toContain('marquee evaluate --model ease --config')
    expect([0.5, 5, 50, 300]).toContain(JSON.parse(readFileSync(place('e.json'), 'utf8')).regularization)
  })

  test.each([
    ['a space that is none', ['--space', '{"regularization": 3}']],
    ['a space of somebody else', ['--space', '{"k": {"choose": [3]}}']],
    ['a figure that nobody measures', ['--metric', 'Fun@10']],
    ['no trial at all', ['--trials', '0']],
    ['one file for two things', ['--resume', 'x.json', '--out', 'x.json']],
  ])('refuses %s', async (_, more) => {
    await expect(run(...search('--out', place('f.json'), ...more))).rejects.toMatchObject({ code: 'invalid' })
  })
})
