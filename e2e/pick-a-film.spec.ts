import { expect, focusSearch, test } from './support/watch'

test('a newcomer picks a film and sees what is like it, each with its reason', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('What shall we watch tonight?')
  const picker = page.getByRole('main').getByRole('combobox', { name: 'Pick a film' })
  await picker.fill('seven samurai')
  await page.getByRole('option', { name: /Seven Samurai/ }).click()

  await expect(page.getByRole('heading', { level: 1, name: 'Seven Samurai' })).toBeVisible()
  const byContent = page.getByRole('region', { name: 'More like this' })
  const byAudience = page.getByRole('region', { name: 'Its lovers also loved' })
  await expect(byContent.getByRole('article').first()).toContainText('Shares')
  await expect(byAudience.getByRole('article').first()).toContainText(/of the \d+ of its lovers|of its lovers/)
})

test('the search in the header forgives a typo', async ({ page }) => {
  await page.goto('/')
  const search = await focusSearch(page)
  await search.fill('casablnaca')
  await expect(page.getByRole('option', { name: /Casablanca/ })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Casablanca' })).toBeVisible()
})

test('a film that does not exist says so and leads back', async ({ page }) => {
  const response = await page.goto('/movies/999999')
  expect(response?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('main').getByRole('link').first()).toBeVisible()
})
