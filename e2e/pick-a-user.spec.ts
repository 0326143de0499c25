import { expect, test } from './support/watch'

test('a user id leads to recommendations and to the neighbours behind them', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('main').getByLabel('Pick a person').fill('42')
  await page.keyboard.press('Enter')

  await expect(page.getByRole('heading', { level: 1, name: 'User 42' })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('Because they liked')
  await expect(page.getByRole('heading', { name: /neighbours/i })).toBeVisible()
})

test('an unknown user id is explained where it was typed', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('main').getByLabel('Pick a person').fill('7000')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Type a whole number from 1 to')
})

test('surprise me shows some user', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('main').getByRole('link', { name: 'surprise me' }).click()
  await expect(page).toHaveURL(/\/users\/\d+$/)
  await expect(page.getByRole('heading', { level: 1, name: /^User \d+$/ })).toBeVisible()
})

test('the demo audience is called synthetic', async ({ page }) => {
  await page.goto('/users')
  await expect(page.getByRole('main')).toContainText(/synthetic/i)
})
