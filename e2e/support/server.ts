import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PlaywrightTestConfig } from '@playwright/test'

/** Workers read the configuration again: what the first reading chose is handed on through the environment. */
export const port = (process.env['E2E_PORT'] ??= '8119')
export const origin = (process.env['E2E_ORIGIN'] ??= `http://127.0.0.1:${port}`)

/** Where the walk over every page looks: nothing is added there meanwhile, so a page is as long in every run. */
const pagesPort = (process.env['E2E_PAGES_PORT'] ??= String(Number(port) + 2))
process.env['E2E_PAGES_ORIGIN'] ??= `http://127.0.0.1:${pagesPort}`

type WebServer = Exclude<PlaywrightTestConfig['webServer'], readonly unknown[] | undefined>

/** The real server on a data folder of its own, empty but for the link that makes its first owner. */
export function emptyServer(): WebServer {
  const dataDir = (process.env['E2E_DATA_DIR'] ??= mkdtempSync(join(tmpdir(), 'roundtrip-e2e-')))
  return {
    ...serverOn(port, { DATA_DIR: dataDir, DEMO: 'off' }),
    // Once it is printed, the server listens; the group ends as E2E_SETUP_TOKEN in the environment.
    wait: { stdout: /first-owner#(?<e2e_setup_token>[\w-]+)/ },
  }
}

/** Another one like it, for the walk over every page. */
export function serverOfPages(): WebServer {
  const dataDir = (process.env['E2E_PAGES_DATA_DIR'] ??= mkdtempSync(join(tmpdir(), 'roundtrip-e2e-')))
  return {
    ...serverOn(pagesPort, { DATA_DIR: dataDir, DEMO: 'off' }),
    wait: { stdout: /first-owner#(?<e2e_pages_setup_token>[\w-]+)/ },
  }
}

export function serverOn(on: string, env: Record<string, string>): WebServer {
  return {
    command: 'PATH="../node_modules/.bin:$PATH" exec node ../server/main.ts',
    timeout: 120_000,
    stdout: 'ignore',
    stderr: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    env: { PORT: on, HOST: '127.0.0.1', ...env },
  }
}

const asRoot = process.getuid?.() === 0

export const browser: PlaywrightTestConfig['use'] = {
  baseURL: origin,
  locale: 'en-GB',
  timezoneId: 'Europe/Berlin',
  actionTimeout: 15_000,
  launchOptions: {
    executablePath: process.env['CHROMIUM'],
    args: ['--disable-background-networking', ...(asRoot ? ['--no-sandbox'] : [])],
  },
}
