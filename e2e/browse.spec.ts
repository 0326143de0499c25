import { expect, test } from './support/watch'

test('filters live in the address and survive a reload', async ({ page }) => {
  await page.goto('/browse')
  await page.getByLabel('Genre').selectOption('Western')
  await expect(page).toHaveURL(/genre=Western/)
  await page.getByLabel('Decade').selectOption('1960s')
  await expect(page).toHaveURL(/decade=1960/)
  const found = page.getByRole('region', { name: 'Films found' })
  await expect(found.getByRole('status')).toHaveText(/^\d films$/)
  const count = await found.getByRole('status').textContent()

  await page.reload()
  await expect(page.getByLabel('Genre')).toHaveValue('Western')
  await expect(page.getByLabel('Decade')).toHaveValue('1960')
  await expect(found.getByRole('status')).toHaveText(count ?? '')

  await page.getByRole('link', { name: 'Clear filters' }).click()
  await expect(found.getByRole('status')).toHaveText('495 films')
})

test('searching as one types forgives a typo', async ({ page }) => {
  await page.goto('/browse')
  await page.getByLabel('Title').fill('amelei')
  await expect(
    page.getByRole('region', { name: 'Films found' }).getByRole('link', { name: /^Am[ée]lie/ }),
  ).toBeVisible()
})

test('the list goes on as one scrolls', async ({ page }) => {
  await page.goto('/browse')
  const cards = page.getByRole('region', { name: 'Films found' }).getByRole('listitem')
  await expect(cards).toHaveCount(24)
  await page.mouse.wheel(0, 5000)
  await expect.poll(() => cards.count()).toBeGreaterThan(40)
})

test('nothing found leads on', async ({ page }) => {
  await page.goto('/browse?q=zzzzqqqq')
  await expect(page.getByText('No film fits all of that')).toBeVisible()
})
