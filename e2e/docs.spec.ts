import { expect, test } from './support/watch'

test('the documentation is linked, describes the API, and tries an operation out', async ({ page, baseURL }) => {
  const outside: string[] = []
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== new URL(baseURL ?? '').origin) outside.push(request.url())
  })
  await page.goto('/studio')
  await page.getByRole('contentinfo').getByRole('link', { name: 'API' }).click()
  await expect(page).toHaveURL(/\/docs$/)
  await expect(page.getByRole('heading', { level: 1, name: /Marquee/ })).toBeVisible()

  const operation = page.locator('.opblock', { has: page.locator('[data-path="/api/v1/movies/{movieId}"]') })
  await operation.getByRole('button').first().click()
  await operation.getByPlaceholder('movieId').fill('80')
  await operation.getByRole('button', { name: 'Execute' }).click()
  const answer = operation.locator('.live-responses-table')
  await expect(answer).toContainText('200')
  await expect(answer).toContainText('"id": 80')
  expect(outside).toEqual([])
})
