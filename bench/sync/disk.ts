import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPhone, type PageScript, pageScript } from '#test/power-cut/phone-cuts.ts'
import { type Part, percentile } from './figures.ts'

const writes = 500

/**
 * What a fact costs on the phone's own disk, in a real browser and through the store the field app has: its number, its
 * row and what else is kept of it, in one strict transaction. Beside it the same without waiting for the disk.
 */
export const disk: Part = async (tell) => {
  const script = await pageScript(join(import.meta.dirname, 'disk-page.ts'))
  const middle: Record<string, number> = {}
  for (const durability of ['strict', 'relaxed'] as const) {
    const times = await factsWritten(script, durability === 'relaxed')
    const [p50, p99] = [percentile(times, 50), percentile(times, 99)]
    middle[durability] = p50
    tell({
      what: `${durability} write of a fact of 2 kB by the phone’s store, p50, p99`,
      value: `${p50.toFixed(1)}, ${p99.toFixed(1)} ms`,
    })
  }
  tell({
    what: '  ratio of the middle ones',
    value: ((middle['strict'] ?? NaN) / (middle['relaxed'] ?? NaN)).toFixed(2),
  })
}

/** Each in a profile of its own: the second would find the first one's rows. */
async function factsWritten(script: PageScript, relaxed: boolean): Promise<number[]> {
  const profile = await mkdtemp(join(tmpdir(), 'roundtrip-disk-'))
  const { context, page } = await openPhone(profile, script, relaxed)
  try {
    return await page.evaluate((count) => diskPage.capture(count), writes)
  } finally {
    await context.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}
