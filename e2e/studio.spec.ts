import { expect, test } from './support/watch'

test('the studio counts what was shown and judged', async ({ page }) => {
  await page.goto('/')
  const thumb = page.getByRole('button', { name: /^Good suggestion: / }).first()
  await thumb.click()
  await expect(thumb).toHaveAttribute('aria-pressed', 'true')
  await page.goto('/studio')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const main = page.getByRole('main')
  for (const word of [/recommendations/i, /feedback/i, /ratings/i, /popularity/i, /content/i])
    await expect(main).toContainText(word)
})
