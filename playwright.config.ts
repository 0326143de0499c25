import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

// `npm test` starts the real server on a database of its own and says where it is.
const baseURL = process.env.MARQUEE_TEST_URL ?? 'http://127.0.0.1:3000'

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = process.env.CHROMIUM_PATH || installed.find((file) => existsSync(file))

/** For a moment every page is answered by another model: not beside tests that look at those pages. */
const CHANGES_WHO_SERVES = /studio-models/

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  outputDir: 'test-results/e2e',
  projects: [
    { name: 'pages', testIgnore: CHANGES_WHO_SERVES },
    { name: 'operator', testMatch: CHANGES_WHO_SERVES, dependencies: ['pages'] },
  ],
  use: {
    baseURL,
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
})
