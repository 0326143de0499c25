// Films enriched from a stand-in for TMDb while Marquee runs: pages show its posters, and do without where it fails.
import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { startTmdb, V3_KEY, type StandIn } from '@/test/tmdb-server'
import { environmentOf, startMarquee, type Start } from './support/start'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

let home: string
let tmdb: StandIn
let marquee: Start
const CHINATOWN = {
  id: 829,
  title: 'Chinatown',
  release_date: '1974-06-20',
  overview: 'A private eye is hired to follow a husband, and finds out who owns the water.',
  tagline: 'The stand-in has a tagline of its own.',
  poster_path: '/chinatown.jpg',
  backdrop_path: '/chinatown-wide.jpg',
  vote_average: 8.1,
  vote_count: 4000,
}
// The stand-in knows no image of that name: it answers 404.
const CASABLANCA = { id: 289, title: 'Casablanca', release_date: '1943-01-15', poster_path: '/lost.png' }

test.beforeAll(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), 'marquee-enrichment-'))
  // Started as root, the database runs as an account that must be able to enter.
  chmodSync(home, 0o755)
  tmdb = await startTmdb([CHINATOWN, CASABLANCA])
  tmdb.fail('/search/movie', { status: 429, retryAfter: '1' }, { body: 'nonsense' }, { status: 500 })
  marquee = await startMarquee(home, { MARQUEE_POSTER_HOST: tmdb.imageHost })
  expect(await marquee.settled, marquee.output()).toBe('serves')
  await promisify(execFile)(process.execPath, ['dist/cli.js', 'enrich', '--json'], {
    env: environmentOf(home, { TMDB_API_KEY: V3_KEY, TMDB_API_URL: tmdb.apiUrl }),
  })
})

test.afterAll(async () => {
  await marquee.stop()
  await tmdb.close()
  rmSync(home, { recursive: true, force: true })
})

async function filmOf(title: string): Promise<number> {
  const answer = await fetch(`${marquee.url}/api/v1/movies?${new URLSearchParams({ q: title, limit: '1' })}`)
  const { items } = (await answer.json()) as { items: { id: number; title: string }[] }
  expect(items[0].title).toBe(title)
  return items[0].id
}

test('the running pages show the poster that TMDb has, under the content security policy', async ({ page }) => {
  const refused: string[] = []
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()))
  const address = `${marquee.url}/movies/${await filmOf('Chinatown')}`
  const poster = page.locator(`main img[src^="${tmdb.imageHost}/t/p/"][src$="/chinatown.jpg"]`).first()
  // The server hears of the enrichment by itself; the page is asked for until it has.
  await expect(async () => {
    await page.goto(address)
    await expect(poster).toBeVisible({ timeout: 2000 })
  }).toPass({ timeout: 60_000 })
  expect(await poster.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100)
  await expect(page.getByText(CHINATOWN.tagline)).toBeVisible()
  await expect(page.getByRole('complementary', { name: 'Ratings' })).toContainText('At TMDb 8.1 of 10 · 4,000 votes')
  await expect(page.locator('.backdrop.is-shown img')).toHaveCount(1)
  expect(refused).toEqual([])
})

test('where the image is missing, the typographic poster stays', async ({ page }) => {
  const asked = page.waitForResponse((response) => response.url().endsWith('/lost.png'))
  await page.goto(`${marquee.url}/movies/${await filmOf('Casablanca')}`)
  expect((await asked).status()).toBe(404)
  await expect(page.locator('main .poster').first()).toContainText('Casablanca')
  await expect(page.locator('main img[src$="/lost.png"]')).toHaveCount(0)
})

test('the studio lists the enrichment with what it found', async ({ page }) => {
  await page.goto(`${marquee.url}/studio`)
  const row = page.getByRole('region', { name: 'Enrichments' }).getByRole('row').filter({ hasText: 'tmdb' })
  await expect(row).toContainText('complete')
  // The first of the row is its heading: found is the fourth cell after it.
  await expect(row.getByRole('cell').nth(3)).toHaveText('2')
})
