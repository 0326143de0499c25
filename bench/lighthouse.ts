// Lighthouse's four categories and the JavaScript that each page sends, on a server that runs.
// node --import tsx bench/lighthouse.ts [--url http://127.0.0.1:3000] [--movie 1] [--user 1] [--runs 3] [--json FILE]
// Of several runs the median of each score counts: a busy machine stretches what is timed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'

const { values: flags } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:3000' },
    movie: { type: 'string', default: '1' },
    user: { type: 'string', default: '1' },
    runs: { type: 'string', default: '3' },
    json: { type: 'string', default: 'bench/results/lighthouse.json' },
  },
})

const LIGHTHOUSE = 'lighthouse@12.8.2'
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const
const CHROME = '--headless=new --no-sandbox --disable-quic --disable-background-networking'
const LEAST_SCORE = 95
const MOST_KB = 130

interface Result {
  page: string
  device: 'mobile' | 'desktop'
  scores: Record<string, number>
  javascriptKB: number
}

/** The parts of Lighthouse's report that are read. */
interface LighthouseReport {
  categories: Record<string, { score: number | null }>
  audits: Record<string, { details?: { items?: { resourceType?: string; transferSize?: number }[] } }>
}

function measureOnce(browser: string, page: string, device: Result['device']): Result {
  const output = path.resolve('bench/results/lighthouse-page.json')
  const args = [flags.url + page, '--quiet', '--output=json', `--output-path=${output}`, `--chrome-flags=${CHROME}`]
  if (device === 'desktop') args.push('--preset=desktop')
  const run = spawnSync('npx', ['--yes', LIGHTHOUSE, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CHROME_PATH: browser },
  })
  if (run.status !== 0) throw new Error(`Lighthouse could not measure ${flags.url}${page}.`)
  const report = JSON.parse(readFileSync(output, 'utf8')) as LighthouseReport
  const requests = report.audits['network-requests']?.details?.items ?? []
  const scripts = requests.filter((item) => item.resourceType === 'Script')
  return {
    page,
    device,
    scores: Object.fromEntries(
      CATEGORIES.map((name) => [name, Math.round(100 * (report.categories[name]?.score ?? 0))]),
    ),
    javascriptKB: Math.round(scripts.reduce((sum, item) => sum + (item.transferSize ?? 0), 0) / 1024),
  }
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)]

function measure(browser: string, page: string, device: Result['device']): Result {
  const runs = Array.from({ length: Number(flags.runs) }, () => measureOnce(browser, page, device))
  return {
    page,
    device,
    scores: Object.fromEntries(CATEGORIES.map((name) => [name, median(runs.map(({ scores }) => scores[name]))])),
    javascriptKB: median(runs.map(({ javascriptKB }) => javascriptKB)),
  }
}

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const browser = [process.env.CHROMIUM_PATH, ...installed].find((file) => file && existsSync(file))
if (!browser) console.log('skipped: there is no Chromium. Install one, or set CHROMIUM_PATH.')
else {
  mkdirSync('bench/results', { recursive: true })
  const pages = ['/', '/browse', `/movies/${flags.movie}`, `/users/${flags.user}`, '/for-you']
  const results: Result[] = []
  console.log(
    `| page | device | ${CATEGORIES.join(' | ')} | JavaScript | |\n| --- | --- | --- | --- | --- | --- | --- | --- |`,
  )
  for (const page of pages) {
    for (const device of ['mobile', 'desktop'] as const) {
      const result = measure(browser, page, device)
      results.push(result)
      const scores = CATEGORIES.map((name) => result.scores[name])
      const reached = scores.every((score) => score >= LEAST_SCORE) && result.javascriptKB <= MOST_KB
      console.log(
        `| ${page} | ${device} | ${scores.join(' | ')} | ${result.javascriptKB} kB | ${reached ? 'reached' : 'missed'} |`,
      )
    }
  }
  writeFileSync(flags.json, JSON.stringify(results, null, 2))
}
