import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { browser, emptyServer, port, serverOn } from './support/server.ts'

/** Beside the empty organization: the demo company, for pages that are full. */
const demoPort = String(Number(port) + 1)
process.env['SCREENS_DEMO_ORIGIN'] ??= `http://127.0.0.1:${demoPort}`
const dataDir = (process.env['SCREENS_DEMO_DATA_DIR'] ??= mkdtempSync(join(tmpdir(), 'roundtrip-screens-')))
const demoPassword = (process.env['SCREENS_DEMO_PASSWORD'] ??= 'pictures-only')

/** `npm run screens`: a picture of every page in the folder screens/, for people to look at. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.screens.ts',
  outputDir: '../test-results',
  workers: 1,
  retries: 0,
  timeout: 120_000,
  // A page that fails tries a few times before it says so.
  expect: { timeout: 40_000 },
  reporter: 'list',
  use: browser,
  webServer: [
    emptyServer(),
    {
      ...serverOn(demoPort, { DATA_DIR: dataDir, DEMO_PASSWORD: demoPassword }),
      wait: { stdout: /Roundtrip is running/ },
    },
  ],
  globalSetup: './support/ready-for-screens.ts',
})
