// Pages that the server keeps for the person who opened them: opened again they work as ever, and know of every star.
import type { Page } from '@playwright/test'
import { expect, test } from './support/watch'

const isWhole = async (page: Page) => {
  const response = await page.reload()
  return response?.headers()['content-length'] !== undefined
}

async function give(page: Page, label: string) {
  const stored = page.waitForResponse((response) => response.request().method() === 'POST' && response.ok())
  await page
    .getByRole('group', { name: 'Your rating of Casablanca' })
    .getByText(label, { exact: true })
    .click({ force: true })
  await stored
}

test('a page opened again comes to life, shows the newest stars, and is nobody else’s', async ({ page, browser }) => {
  await page.goto('/browse?q=casablanca')
  await page
    .getByRole('main')
    .getByRole('link', { name: /^Casablanca/ })
    .click()
  await expect(page.getByRole('heading', { level: 1, name: 'Casablanca' })).toBeVisible()
  for (const label of ['4 stars', '1.5 stars']) {
    await give(page, label)
    const chosen = page.getByRole('radio', { name: label, exact: true })
    expect(await isWhole(page), 'is rendered anew after a star').toBe(false)
    await expect(chosen).toBeChecked()
    expect(await isWhole(page), 'is sent again after that').toBe(true)
    await expect(chosen).toBeChecked()
  }
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'For you' })).toBeVisible()

  const somebodyElse = await browser.newContext()
  const theirs = await somebodyElse.newPage()
  await theirs.goto(page.url())
  await expect(theirs.getByRole('heading', { name: 'Crowd favourites' })).toBeVisible()
  await expect(theirs.getByRole('heading', { name: 'For you' })).toHaveCount(0)
  await theirs.reload()
  await expect(theirs.getByRole('heading', { name: 'For you' })).toHaveCount(0)
  await somebodyElse.close()
})
