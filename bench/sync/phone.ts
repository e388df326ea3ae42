import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from '@playwright/test'
import { instantFrom } from '#core/kit/time.ts'
import { newId } from '#server/platform/ids.ts'
import { command } from '../requests.ts'
import { type Company, inParallel, makeCompany, password, type Phone, raiseBody } from '../support/company.ts'
import { startMeasured } from '../support/process.ts'
import { type Part, percentile } from './figures.ts'

/** A busy technician's phone: work orders of a month, ten of them today, at as many sites as go to 500 documents. */
const sizes = { workOrders: 200, today: 10, sites: 150 }
const leastDocuments = 500
const port = 8097
/** A phone of some years is about four times as slow as the machine this runs on. */
const slower = 4
const openings = 7
const hold = 1500
const day = 86_400_000

/** How long somebody waits for today's list who opens the app without a signal, from nothing: no page, no browser. */
export const phone: Part = async (tell) => {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) throw new Error('Set CHROMIUM to where a Chromium is.')
  const profile = await mkdtemp(join(tmpdir(), 'roundtrip-phone-'))
  const server = await startMeasured(port)
  const open = () =>
    chromium.launchPersistentContext(profile, {
      executablePath,
      args: ['--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
      viewport: { width: 390, height: 844 },
      timezoneId: 'Europe/Berlin',
    })
  try {
    const company = await makeCompany(server.origin, server.setupToken, { customers: sizes.sites, technicians: 1 })
    const [technician] = company.phones
    if (!technician) throw new Error('a company has technicians')
    await inParallel(Array.from({ length: sizes.workOrders }), 4, (_, n) => dispatch(company, technician, n))
    await server.analyze()
    const documents = await fill(await open(), server.origin, technician)
    if (documents < leastDocuments) throw new Error(`only ${documents} documents came to the phone`)
    for (const times of [1, slower]) {
      const all: Opening[] = []
      for (let n = 0; n < openings; n++) all.push(await opened(await open(), server.origin, times))
      const waited = all.map((one) => one.shown)
      const median = percentile(waited, 50)
      tell({
        what: `${documents} documents, opened offline, CPU ${times} times slower: today’s list`,
        value: `${Math.round(median)} ms`,
        ...(times === slower ? { hold: `${hold} ms`, holds: median <= hold } : {}),
      })
      tell({
        what: '  quickest and slowest',
        value: `${Math.round(Math.min(...waited))}, ${Math.round(Math.max(...waited))} ms`,
      })
      if (times === 1)
        tell({
          what: '  work of the page itself, CPU',
          value: `${Math.round(
            percentile(
              all.map((one) => one.cpu),
              50,
            ),
          )} ms`,
        })
    }
  } finally {
    await server.stop()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function dispatch({ owner, places }: Company, { technician }: Phone, n: number): Promise<void> {
  const place = places[n % places.length]
  if (!place) throw new Error('a company has places')
  const [id, visit] = [newId(), newId()]
  await command(owner, id, 'raise', raiseBody(place, n))
  const start = instantFrom(Date.now() + (n < sizes.today ? n * 60_000 : ((n % 40) - 20) * day))
  const crew = { crew: [technician], lead: technician }
  await command(owner, id, 'plan_visit', { visit, start, minutes: 60, window: null, ...crew })
  await command(owner, id, 'dispatch_visit', { visit })
}

/** Signs in, waits until everything is there, and says how many documents that is. */
async function fill(context: BrowserContext, origin: string, { email }: Phone): Promise<number> {
  const page = await context.newPage()
  await page.goto(`${origin}/field/`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'All sent' }).waitFor({ timeout: 60_000 })
  await page.locator(listed).nth(sizes.today).waitFor({ timeout: 60_000 })
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  let documents = await page.evaluate(countDocuments)
  for (let before = -1; documents !== before; ) {
    await page.waitForTimeout(2_000)
    before = documents
    documents = await page.evaluate(countDocuments)
  }
  await context.close()
  return documents
}

/** Milliseconds: until the list was seen, and how long the page's own thread worked, whatever else the machine did. */
type Opening = { shown: number; cpu: number }

const listed = 'a[href^="/field/visit/"]'

async function opened(context: BrowserContext, origin: string, times: number): Promise<Opening> {
  try {
    await context.setOffline(true)
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: times })
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    await page.addInitScript(noteWhenShown, { listed, most: sizes.today })
    await page.goto(`${origin}/field/`, { waitUntil: 'commit' })
    await page.waitForFunction(() => performance.getEntriesByName('list_shown').length > 0, null, { timeout: 30_000 })
    const { metrics } = await session.send('Performance.getMetrics')
    const seconds = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
    const shown = await page.evaluate(() => performance.getEntriesByName('list_shown')[0]?.startTime ?? Number.NaN)
    return { shown, cpu: seconds * 1000 }
  } finally {
    await context.close()
  }
}

/** In the page, before it begins: the moment after the frame in which the visits of today are painted. */
function noteWhenShown({ listed: wanted, most }: { listed: string; most: number }): void {
  const look = () => {
    if (document.querySelectorAll(wanted).length < most) return void requestAnimationFrame(look)
    requestAnimationFrame(() => setTimeout(() => performance.mark('list_shown')))
  }
  requestAnimationFrame(look)
}

/** In the page: what lies in the database of the one member who signed in. */
async function countDocuments(): Promise<number> {
  const name = (await indexedDB.databases()).map((one) => one.name ?? '').find((one) => one.startsWith('roundtrip-'))
  if (name === undefined) return 0
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const asked = indexedDB.open(name)
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
  const count = await new Promise<number>((resolve, reject) => {
    const asked = database.transaction('documents').objectStore('documents').count()
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
  database.close()
  return count
}
