import AxeBuilder from '@axe-core/playwright'
import { expect, focusSearch, test } from './support/watch'

const PAGES = [
  '/',
  '/browse',
  '/browse?q=zzzzqqqq',
  '/movies/80',
  '/users',
  '/users/42',
  '/for-you',
  '/rate',
  '/studio',
  '/studio/models',
  '/studio/models/compare',
  '/movies/999999',
]

for (const theme of ['dark', 'light'] as const) {
  for (const path of PAGES) {
    test(`axe finds nothing on ${path} in the ${theme} theme`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await page.waitForLoadState('networkidle')
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze()
      expect(
        violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes
              .map((node) => node.html)
              .join(' | ')
              .slice(0, 300)}`,
        ),
      ).toEqual([])
    })
  }
}

for (const path of PAGES) {
  test(`${path} fits a small phone without scrolling sideways`, async ({ page }) => {
    await page.setViewportSize({ width: 375, height: 740 })
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
  })
}

test('the main job works by keyboard alone', async ({ page }) => {
  await page.goto('/')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: /skip/i })).toBeFocused()
  await focusSearch(page)
  await page.keyboard.type('vertigo')
  await expect(page.getByRole('option', { name: /Vertigo/ })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Vertigo' })).toBeVisible()

  const group = page.getByRole('group', { name: 'Your rating of Vertigo' })
  await group.getByRole('radio').first().focus()
  await page.keyboard.press('ArrowRight')
  await expect(group.getByRole('radio', { name: '1 star', exact: true })).toBeChecked()
  await expect(page.getByText('1 of 5')).toBeVisible()

  const thumb = page
    .getByRole('region', { name: 'More like this' })
    .getByRole('button', { name: /^Good suggestion/ })
    .first()
  await thumb.focus()
  await page.keyboard.press('Space')
  await expect(thumb).toHaveAttribute('aria-pressed', 'true')
})
