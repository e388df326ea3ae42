import { createServer } from 'node:http'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { type Part, percentile } from './figures.ts'

const writes = 500

/** What a fact costs on the phone's own disk: a strict transaction in a real browser, beside a relaxed one. */
export const disk: Part = async (tell) => {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) throw new Error('Set CHROMIUM to where a Chromium is.')
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-disk-'))
  const server = createServer((_, answer) => answer.setHeader('Content-Type', 'text/html').end('<title>Disk</title>'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    args: ['--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })
  try {
    const page = await context.newPage()
    await page.goto(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`)
    for (const durability of ['strict', 'relaxed'] as const) {
      const times = await page.evaluate(factsWritten, { durability, writes })
      const [p50, p99] = [percentile(times, 50), percentile(times, 99)]
      tell({
        what: `${durability} write of a fact of 2 kB, p50 and p99`,
        value: `${p50.toFixed(1)}, ${p99.toFixed(1)} ms`,
      })
    }
  } finally {
    await context.close()
    server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs in the page. */
async function factsWritten(given: { durability: 'strict' | 'relaxed'; writes: number }): Promise<number[]> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(given.durability, 1)
    opening.onupgradeneeded = () => void opening.result.createObjectStore('facts', { autoIncrement: true })
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })
  const times: number[] = []
  for (let n = 0; n < given.writes; n++) {
    const begun = performance.now()
    await new Promise<void>((resolve, reject) => {
      const writing = database.transaction('facts', 'readwrite', { durability: given.durability })
      writing.objectStore('facts').add({ n, bytes: 'x'.repeat(2000) })
      writing.oncomplete = () => resolve()
      writing.onerror = () => reject(writing.error)
    })
    times.push(performance.now() - begun)
  }
  return times
}
