import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

/** Workers read this file again: what the first reading chose is handed on through the environment. */
const port = (process.env['E2E_PORT'] ??= '8119')
const dataDir = (process.env['E2E_DATA_DIR'] ??= mkdtempSync(join(tmpdir(), 'roundtrip-e2e-')))
/** Password of every demo sign-in in the browser tests. */
process.env['E2E_PASSWORD'] ??= 'browser-tests-only'

const asRoot = process.getuid?.() === 0
const address = `http://127.0.0.1:${port}`

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  // One server and two cores: side by side the tests only wait for each other.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: address,
    locale: 'en-GB',
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'],
      args: ['--disable-background-networking', ...(asRoot ? ['--no-sandbox'] : [])],
    },
  },
  webServer: {
    command: 'PATH="../node_modules/.bin:$PATH" exec node ../server/main.ts',
    url: `${address}/healthz`,
    timeout: 120_000,
    stdout: 'ignore',
    stderr: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    env: { PORT: port, HOST: '127.0.0.1', DATA_DIR: dataDir, DEMO_PASSWORD: process.env['E2E_PASSWORD'] },
  },
})
