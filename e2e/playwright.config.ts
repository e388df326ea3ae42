import { defineConfig } from '@playwright/test'
import { browser, emptyServer, serverOfPages } from './support/server.ts'

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  // A browser waits for frames and answers half of its time.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  use: { ...browser, trace: process.env['TRACE'] ? 'retain-on-failure' : 'off', screenshot: 'only-on-failure' },
  webServer: [emptyServer(), serverOfPages()],
  globalSetup: './support/make-company.ts',
})
