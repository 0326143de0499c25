// A test whose page complains on the console, or breaks the content security policy, has failed.
import { test as base, expect, type Page } from '@playwright/test'

/** Posters come from an image host that tests must not depend on: answered with nothing unless a test says otherwise. */
const IMAGE_HOST = 'https://image.tmdb.org/**'

export const test = base.extend<{ complaints: string[] }>({
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
          complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      await page.route(IMAGE_HOST, (route) => route.abort())
      await use(complaints)
      expect(complaints, 'the console').toEqual([])
    },
    { auto: true },
  ],
})

/** Presses "/" as somebody does who sees that nothing happened yet: the page's code may still be on its way. */
export async function focusSearch(page: Page) {
  const search = page.getByRole('banner').getByRole('combobox')
  await expect(async () => {
    await page.keyboard.press('/')
    await expect(search).toBeFocused({ timeout: 500 })
  }).toPass()
  return search
}

export { expect }
