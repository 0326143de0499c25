import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { ModelList } from '@/lib/schemas/run'
import { expect, test } from './support/watch'

// One after the other: they move the one champion of the server under test.
test.describe.configure({ mode: 'serial', timeout: 300_000 })

const championOf = async (page: Page) => {
  const { items } = (await (await page.request.get('/api/v1/models')).json()) as ModelList
  return items.find(({ champion }) => champion)
}

const rowOf = (page: Page, model: string) =>
  page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: new RegExp(`^${model} `) }) })

/** The worker measures what it trained by itself, a little later. */
async function waitForFigures(page: Page, model: string) {
  await expect(rowOf(page, model).first()).toContainText('NDCG@10', { timeout: 120_000 })
}

test('the models are listed with their figures and intervals, the champion by name', async ({ page }) => {
  await page.goto('/studio/models')
  await expect(page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible()
  const champion = await championOf(page)
  expect(champion).toBeDefined()
  await expect(rowOf(page, champion!.name).filter({ hasText: 'champion' })).toHaveCount(1)
  await waitForFigures(page, 'popularity')
  await expect(rowOf(page, 'popularity').first()).toContainText(/0\.\d{4} NDCG@10, 0\.\d{4} to 0\.\d{4}/)
})

test('two trainings are compared person by person, by keyboard alone', async ({ page }) => {
  await page.goto('/studio/models')
  await waitForFigures(page, 'popularity')
  await waitForFigures(page, 'ease')
  for (const model of ['popularity', 'ease']) {
    await page
      .getByRole('checkbox', { name: new RegExp(`^Compare ${model},`) })
      .first()
      .focus()
    await page.keyboard.press('Space')
  }
  await page.getByRole('button', { name: 'Compare the two' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Two trainings' })).toBeVisible()
  const paired = page.getByRole('region', { name: /^Mean difference per person/ })
  await expect(paired.getByRole('row', { name: /^NDCG@10 / })).toContainText(
    /[+−]0\.\d{4}.*[+−]0\.\d{4} to [+−]0\.\d{4}/,
  )
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
})

test('a wrong configuration is explained at its field, a right one is trained, measured and promoted against the gate', async ({
  page,
}) => {
  const before = await championOf(page)
  await page.goto('/studio/models')
  await page.getByLabel('Model', { exact: true }).selectOption('popularity')
  const config = page.getByRole('textbox', { name: 'Configuration' })
  await config.fill('{"rankBy": "charm"}')
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'rankBy' })).toBeVisible()

  const seed = String(1 + (Date.now() % 1_000_000))
  await config.fill('{"rankBy": "count"}')
  await page.getByLabel('Seed').fill(seed)
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  const own = rowOf(page, 'popularity').filter({ hasText: 'asked by studio' }).first()
  await expect(own).toContainText('NDCG@10', { timeout: 120_000 })

  await own.getByRole('link').click()
  await expect(page.getByText(/^Worse beyond noise: −0\.\d{4} NDCG@10/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Promote to champion' })).toHaveCount(0)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await page.getByLabel('Promote all the same, because').fill('the end-to-end test wants to see it')
  await page.getByRole('button', { name: 'Force the promotion' }).click()
  await expect(page.getByText('This run is the champion.')).toBeVisible()

  // The web process follows without a restart.
  await expect.poll(async () => (await championOf(page))?.name).toBe('popularity')
  const answered = await page.request.get('/api/v1/users/42/recommendations')
  expect(((await answered.json()) as { method: string }).method).toBe('popularity')

  await page.goto('/studio/models')
  await page.getByRole('button', { name: `Roll back to ${before!.name}` }).click()
  await expect.poll(async () => (await championOf(page))?.name).toBe(before!.name)
})

test('a run that is not there is a page that says so', async ({ page }) => {
  const response = await page.goto('/studio/models/0190f3a0-1c7e-7b52-8f0e-5a9d3c4b2e10')
  expect(response?.status()).toBe(404)
})
