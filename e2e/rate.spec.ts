import type { Page } from '@playwright/test'
import { expect, test } from './support/watch'

/** Rates on the film's own page and waits until the server has it. */
async function rate(page: Page, query: string, title: string, label: string) {
  await page.goto(`/browse?q=${encodeURIComponent(query)}`)
  await page
    .getByRole('main')
    .getByRole('link', { name: new RegExp(`^${title}`) })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  const stored = page.waitForResponse((response) => response.request().method() === 'POST' && response.ok())
  await page
    .getByRole('group', { name: `Your rating of ${title}` })
    .getByText(label, { exact: true })
    .click({ force: true })
  await stored
}

const firstTitles = async (page: Page) => {
  const cards = page.getByRole('main').getByRole('article')
  await expect(cards.first()).toBeVisible()
  return (await cards.allTextContents()).slice(0, 6)
}

test('stars change For you, and are found again after a reload', async ({ page }) => {
  await page.goto('/for-you')
  await expect(page.getByRole('main')).toContainText(/5/)

  for (const [query, title] of [
    ['alien', 'Alien'],
    ['the shining', 'The Shining'],
    ['halloween', 'Halloween'],
    ['suspiria', 'Suspiria'],
    ['the thing', 'The Thing'],
  ])
    await rate(page, query, title, '5 stars')
  await page.goto('/for-you?method=content')
  const dark = await firstTitles(page)

  await page.reload()
  expect(await firstTitles(page)).toEqual(dark)

  for (const [query, title] of [
    ['singin in the rain', "Singin' in the Rain"],
    ['spirited away', 'Spirited Away'],
    ['my neighbor totoro', 'My Neighbor Totoro'],
  ])
    await rate(page, query, title, '5 stars')
  await page.reload()
  await expect(page.getByRole('radio', { name: '5 stars', exact: true })).toBeChecked()
  await page.goto('/for-you?method=content')
  expect(await firstTitles(page)).not.toEqual(dark)
})

test('half stars, undo and clear are stored', async ({ page }) => {
  await rate(page, 'casablanca', 'Casablanca', '3.5 stars')
  const stars = page.getByRole('group', { name: 'Your rating of Casablanca' })
  await expect(page.getByText('3½ of 5')).toBeVisible()

  await page.getByRole('button', { name: /undo/i }).first().click()
  await expect(page.getByText('Not rated yet')).toBeVisible()
  await expect.poll(async () => (await page.request.get('/api/v1/me/ratings')).json()).toMatchObject({ items: [] })

  await stars.getByText('4.5 stars', { exact: true }).click({ force: true })
  await page.getByRole('button', { name: 'clear your rating of Casablanca' }).click()
  await expect.poll(async () => (await page.request.get('/api/v1/me/ratings')).json()).toMatchObject({ items: [] })
  await page.reload()
  await expect(page.getByText('Not rated yet')).toBeVisible()
})

test('a rating that cannot be stored is taken back and says so', async ({ page }) => {
  await page.goto('/browse?q=casablanca')
  await page
    .getByRole('main')
    .getByRole('link', { name: /^Casablanca/ })
    .click()
  await expect(page.getByRole('heading', { level: 1, name: 'Casablanca' })).toBeVisible()
  await page.route('**/movies/*', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  await page
    .getByRole('group', { name: 'Your rating of Casablanca' })
    .getByText('4 stars', { exact: true })
    .click({ force: true })
  await expect(page.getByText('Not rated yet')).toBeVisible()
})

test('the quick way to rate shows one film after another', async ({ page }) => {
  await page.goto('/rate')
  const before = await page
    .getByRole('main')
    .getByRole('group', { name: /^Your rating of/ })
    .first()
    .textContent()
  await page.getByRole('button', { name: /haven.t seen/i }).click()
  await expect(
    page
      .getByRole('main')
      .getByRole('group', { name: /^Your rating of/ })
      .first(),
  ).not.toHaveText(before ?? '')
})

test('on a small phone nothing stands in the way of the next stars', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 667 })
  await page.goto('/rate')
  const stars = page
    .getByRole('main')
    .getByRole('group', { name: /^Your rating of/ })
    .first()
  for (const n of [1, 2, 3]) {
    const box = await stars.boundingBox()
    // Where the fourth star is, whatever lies above it.
    await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) * 0.7, (box?.y ?? 0) + (box?.height ?? 0) / 2)
    await expect(page.getByText(`${n} of 5 films rated`)).toBeVisible()
    await expect(stars.getByRole('radio', { checked: true })).toHaveCount(0)
  }
})
