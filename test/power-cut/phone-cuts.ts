import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import { openDisk } from './disk.ts'
import { openGate } from './load.ts'
import type { Cuts } from './machine.ts'
import { familyOf } from './processes.ts'

/** The browser the tests use; null where there is none. */
export const browserPath = (): string | null =>
  [process.env['CHROMIUM'], '/usr/bin/chromium', chromium.executablePath()].find(
    (path) => path !== undefined && existsSync(path),
  ) ?? null

const address = 'https://phone.test/'

/**
 * Chromium with its profile on the disk, capturing; after each cut another one opens what is left. `relaxed`: every
 * transaction says it need not wait for the disk, as is the browser's own habit. `each`: photos before each image.
 */
export async function cutPhone(images: number, { relaxed = false, each = 15 } = {}): Promise<Cuts> {
  const script = await pageScript(join(import.meta.dirname, 'phone-page.ts'))
  const disk = await openDisk(512)
  let phone: BrowserContext | undefined
  try {
    const profile = join(disk.folder, 'profile')
    const opened = await openPhone(profile, script, relaxed)
    phone = opened.context
    const shown: string[] = []
    const held = openGate()
    await opened.page.exposeFunction('shown', (sha256: string) => {
      shown.push(sha256)
      return held.passed()
    })
    // It runs until the browser is closed.
    const capturing = opened.page
      .evaluate('phonePage.capture((sha256) => shown(sha256))')
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
    const cuts: Cuts = { images, acknowledged: 0, lost: 0, doubled: 0, unusable: [] }
    for (let n = 0; n < images; n++) {
      const before = shown.length
      for (const until = Date.now() + 20_000; shown.length < before + each && Date.now() < until; ) await sleep(20)
      if (shown.length < before + each)
        throw new Error(`the phone captured nothing: ${await Promise.race([capturing, sleep(0)])}`)
      const promised = [...shown]
      const recovered = await disk.cut(() => browserFamily(profile))
      held.close()
      try {
        const { facts, photos } = await keptOn(join(recovered.folder, 'profile'), script)
        const known = [new Set(facts), new Set(photos)]
        cuts.acknowledged += promised.length
        cuts.lost += promised.filter((sha256) => !known.every((where) => where.has(sha256))).length
        cuts.doubled += facts.length - new Set(facts).size
      } finally {
        await recovered.release()
        held.open()
      }
      // One loss shows what a control is there to show.
      if (relaxed && cuts.lost > 0) break
    }
    return cuts
  } finally {
    await phone?.close()
    await disk.release()
  }
}

async function keptOn(profile: string, script: PageScript): Promise<{ facts: string[]; photos: string[] }> {
  // The note of the browser that had this profile when the power went.
  for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket'])
    await rm(join(profile, name), { force: true })
  const { context, page } = await openPhone(profile, script, false)
  try {
    return await page.evaluate(() => phonePage.kept())
  } finally {
    await context.close()
  }
}

export async function openPhone(
  profile: string,
  script: PageScript,
  relaxed = false,
): Promise<{ context: BrowserContext; page: Page }> {
  const executablePath = browserPath()
  if (executablePath === null) throw new Error('there is no Chromium')
  const args = ['--no-sandbox', '--disable-background-networking']
  const context = await chromium.launchPersistentContext(profile, { executablePath, args })
  // Nothing leaves this machine: the page is ours whatever is asked for.
  await context.route('**/*', (route) => {
    const part = script.parts.get(new URL(route.request().url()).pathname)
    return route.fulfill(
      part === undefined
        ? { contentType: 'text/html', body: '<!doctype html><title>Phone</title>' }
        : { contentType: 'text/javascript', body: part },
    )
  })
  if (relaxed) await context.addInitScript(relax)
  const page = context.pages()[0] ?? (await context.newPage())
  await openAgain(page, script)
  return { context, page }
}

export async function openAgain(page: Page, script: PageScript): Promise<void> {
  await page.goto(address)
  await page.addScriptTag({ content: script.code, type: 'module' })
  await page.waitForFunction(() => ['phonePage', 'fullPhone', 'diskPage'].some((name) => name in globalThis))
}

function relax(): void {
  const { transaction } = IDBDatabase.prototype
  IDBDatabase.prototype.transaction = function (names, mode) {
    return transaction.call(this, names, mode, { durability: 'relaxed' })
  }
}

/** A module as a script for the browser, and what it fetches, by path: its workers. */
export type PageScript = { code: string; parts: ReadonlyMap<string, string> }

export async function pageScript(entry: string): Promise<PageScript> {
  const built = await build({
    configFile: false,
    root: join(import.meta.dirname, '../..'),
    logLevel: 'error',
    build: { write: false, minify: false, modulePreload: false, rollupOptions: { input: entry } },
  })
  const outputs = Array.isArray(built) ? built : 'output' in built ? [built] : []
  const files = outputs.flatMap((one) => one.output)
  const page = files.find((file) => file.type === 'chunk' && file.isEntry)
  if (page?.type !== 'chunk') throw new Error('the page was not built')
  const parts = files.map(
    (file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : String(file.source)] as const,
  )
  return { code: page.code, parts: new Map(parts) }
}

/** Every process of the browser on this profile. */
function browserFamily(profile: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const own = pids.filter((pid) => commandOf(pid).includes(`--user-data-dir=${profile}`))
  return [...new Set(own.flatMap((pid) => familyOf(Number(pid))))]
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    // It ended while we looked.
    return ''
  }
}
