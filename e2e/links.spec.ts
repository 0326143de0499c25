import { expect, test } from './support/watch'

test('links between pages are followed without loading the document anew, and Back leads back', async ({ page }) => {
  await page.goto('/browse')
  // Gone with the document, if it goes.
  await page.evaluate(() => Object.assign(window, { sameDocument: true }))
  await page.waitForLoadState('networkidle')
  const film = page.getByRole('region', { name: 'Films found' }).getByRole('link').first()
  await film.focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/movies\/\d+$/)
  await expect(page.getByRole('heading', { name: 'Your rating' })).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL(/\/browse$/)
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
})

test('a link opened with a key held down is left to the browser', async ({ page, context }) => {
  await page.goto('/browse')
  await page.waitForLoadState('networkidle')
  const opened = context.waitForEvent('page')
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Users' })
    .click({ modifiers: ['ControlOrMeta'] })
  await expect(await opened).toHaveURL(/\/users$/)
  await expect(page).toHaveURL(/\/browse$/)
})

test('links fetch ahead when somebody turns to one, and only then', async ({ page }) => {
  const ahead: string[] = []
  page.on('request', (request) => {
    if (request.headers()['next-router-prefetch'] !== undefined) ahead.push(new URL(request.url()).pathname)
  })
  await page.goto('/browse')
  await page.waitForLoadState('networkidle')
  expect(ahead).toEqual([])
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Users' }).hover()
  await expect.poll(() => ahead).toContain('/users')
  expect(new Set(ahead)).toEqual(new Set(['/users']))
})
