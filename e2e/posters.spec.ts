import type pg from 'pg'
import { openStore } from './support/database'
import { expect, test } from './support/watch'

let store: pg.Client
test.beforeAll(async () => {
  store = await openStore()
  await store.query(`UPDATE movies SET poster_path = '/chinatown.jpg' WHERE title = 'Chinatown'`)
})
test.afterAll(async () => {
  await store.query(`UPDATE movies SET poster_path = NULL WHERE title = 'Chinatown'`)
  await store.end()
})

async function chinatown(): Promise<number> {
  const { rows } = await store.query<{ id: number }>(`SELECT id FROM movies WHERE title = 'Chinatown'`)
  return rows[0].id
}

const PHOTOGRAPH = `<svg xmlns="http://www.w3.org/2000/svg" width="342" height="513"><rect width="342" height="513" fill="teal"/></svg>`

test('a poster from the image host is shown', async ({ page }) => {
  await page.route('https://image.tmdb.org/**', (route) =>
    route.fulfill({ body: PHOTOGRAPH, contentType: 'image/svg+xml' }),
  )
  await page.goto(`/movies/${await chinatown()}`)
  await expect
    .poll(() =>
      page
        .locator('main img')
        .first()
        .evaluate((image: HTMLImageElement) => image.naturalWidth),
    )
    .toBeGreaterThan(100)
})

test('a broken poster leaves the typographic one', async ({ page }) => {
  const asked = page.waitForRequest('https://image.tmdb.org/**')
  await page.goto(`/movies/${await chinatown()}`)
  await asked
  await expect(page.getByRole('heading', { level: 1, name: 'Chinatown' })).toBeVisible()
  await expect(page.locator('main img')).toHaveCount(0)
  await expect(page.locator('main .poster').first()).toContainText('Chinatown')
})
