import type pg from 'pg'
import { openStore } from './support/database'
import { expect, test } from './support/watch'

let store: pg.Client
test.beforeAll(async () => {
  store = await openStore()
})
test.afterAll(async () => store.end())

/** The stored verdict of the newest person on a film. */
async function storedVerdict(title: string, since: Date): Promise<string | null> {
  const { rows } = await store.query<{ verdict: string }>(
    `SELECT f.verdict FROM feedback f JOIN movies m ON m.id = f.movie_id WHERE m.title = $1 AND f.created_at >= $2`,
    [title, since],
  )
  return rows[0]?.verdict ?? null
}

test('a thumb is stored, found again after a reload, and undone', async ({ page }) => {
  await page.goto('/')
  const row = page.getByRole('region', { name: /favourites/i })
  const button = row.getByRole('button', { name: /^Good suggestion: / }).nth(2)
  const title = ((await button.getAttribute('aria-label')) ?? '').replace('Good suggestion: ', '')
  const since = new Date(Date.now() - 1000)

  await button.click()
  await expect(button).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(() => storedVerdict(title, since)).toBe('up')

  await page.reload()
  const again = row.getByRole('button', { name: `Good suggestion: ${title}` })
  await expect(again).toHaveAttribute('aria-pressed', 'true')

  await row.getByRole('button', { name: `Bad suggestion: ${title}` }).click()
  await expect.poll(() => storedVerdict(title, since)).toBe('down')
  await page.getByRole('button', { name: /undo/i }).first().click()
  await expect.poll(() => storedVerdict(title, since)).toBe('up')
  await again.click()
  await expect.poll(() => storedVerdict(title, since)).toBeNull()
})

test('a film one is not interested in goes away, and undo brings it back', async ({ page }) => {
  await page.goto('/')
  const row = page.getByRole('region', { name: /favourites/i })
  const button = row.getByRole('button', { name: /^Not interested: / }).nth(1)
  const title = ((await button.getAttribute('aria-label')) ?? '').replace('Not interested: ', '')
  const link = row.getByRole('link', { name: new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`) })
  const since = new Date(Date.now() - 1000)
  await button.click()
  await expect(link).toHaveCount(0)
  await expect.poll(() => storedVerdict(title, since)).toBe('not_interested')
  await page.getByRole('button', { name: /undo/i }).first().click()
  await expect(link).toBeVisible()
  await expect.poll(() => storedVerdict(title, since)).toBeNull()

  await row.getByRole('button', { name: `Not interested: ${title}` }).click()
  await expect.poll(() => storedVerdict(title, since)).toBe('not_interested')
  await page.reload()
  await expect(row.getByRole('article').first()).toBeVisible()
  await expect(link).toHaveCount(0)
})
