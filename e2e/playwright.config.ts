import { defineConfig } from '@playwright/test'
import { browser, emptyServer } from './support/server.ts'

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
  use: { ...browser, trace: process.env['TRACE'] ? 'retain-on-failure' : 'off', screenshot: 'only-on-failure' },
  webServer: emptyServer(),
  globalSetup: './support/make-company.ts',
})
