import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDisk } from './disk.ts'
import { openAgain, openPhone, pageScript } from './phone-cuts.ts'

export type FullPhone = {
  /** Facts with room, then with none left. */
  before: number
  whenFull: number
  /** What the app finds when it is opened again, the disk still full; null for the control. */
  found: number | null
}

/** A phone whose disk others fill to the last byte while its app is open. */
export async function fillPhone(facts: number, { hasReserve }: { hasReserve: boolean }): Promise<FullPhone> {
  const script = await pageScript(join(import.meta.dirname, 'full-phone-page.ts'))
  const disk = await openDisk(192)
  const profile = join(disk.folder, 'profile')
  const ballast = join(disk.folder, 'ballast')
  const { context, page } = await openPhone(profile, script)
  try {
    await page.evaluate((has) => fullPhone.open(has), hasReserve)
    const before = await page.evaluate((n) => fullPhone.capture(n), facts)
    fillToTheLastByte(ballast)
    const whenFull = await page.evaluate((n) => fullPhone.capture(n), facts)
    if (!hasReserve) return { before, whenFull, found: null }
    // The page is gone and opened again, on the disk as full as before.
    await openAgain(page, script)
    await page.evaluate(() => fullPhone.open(false))
    return { before, whenFull, found: (await page.evaluate(() => fullPhone.kept())).length }
  } finally {
    await context.close()
    await disk.release()
  }
}

function fillToTheLastByte(path: string): void {
  const some = Buffer.alloc(1 << 20, 1)
  writeFileSync(path, '', { flag: 'a' })
  for (const size of [1 << 20, 4096, 1]) while (fits(path, some.subarray(0, size)));
}

function fits(path: string, bytes: Buffer): boolean {
  try {
    appendFileSync(path, bytes)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false
    throw error
  }
}
