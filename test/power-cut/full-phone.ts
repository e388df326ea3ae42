import { appendFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openDisk } from './disk.ts'
import { openAgain, openPhone, pageScript } from './phone-cuts.ts'

export type FullPhone = {
  /** Facts with room, then with none left. */
  before: number
  whenFull: number
  /** What the app finds when it is opened again, the disk still full; null for the control. */
  found: number | null
  /** The same once the browser was started anew, and how many of these the database had lost; null when not asked for. */
  afterRestart: { found: number; cameBack: number } | null
}

type Kind = {
  hasReserve: boolean
  /** Whether the browser is started anew at the end: on a disk as full as before, or with room again. */
  restarts?: 'full' | 'with_room'
  /** Without it the same is the control. */
  hasJournal?: boolean
}

/** A phone whose disk others fill to the last byte while its app is open. */
export async function fillPhone(facts: number, { hasReserve, restarts, hasJournal = true }: Kind): Promise<FullPhone> {
  const script = await pageScript(join(import.meta.dirname, 'full-phone-page.ts'))
  const disk = await openDisk(192)
  const profile = join(disk.folder, 'profile')
  const ballast = join(disk.folder, 'ballast')
  const has = { reserve: hasReserve, journal: hasReserve && hasJournal }
  let { context, page } = await openPhone(profile, script)
  try {
    await page.evaluate((what) => fullPhone.open(what), has)
    const before = await page.evaluate((n) => fullPhone.capture(n), facts)
    fillToTheLastByte(ballast)
    const whenFull = await page.evaluate((n) => fullPhone.capture(n), facts)
    if (!hasReserve) return { before, whenFull, found: null, afterRestart: null }
    const kept = async () => {
      await page.evaluate((what) => fullPhone.open(what), { ...has, reserve: false })
      const { facts: found, cameBack } = await page.evaluate(() => fullPhone.kept())
      return { found: new Set(found).size, cameBack }
    }
    if (restarts === undefined) {
      // The page is gone and opened again, on the disk as full as before.
      await openAgain(page, script)
      return { before, whenFull, found: (await kept()).found, afterRestart: null }
    }
    await context.close()
    if (restarts === 'with_room') await rm(ballast)
    ;({ context, page } = await openPhone(profile, script))
    return { before, whenFull, found: null, afterRestart: await kept() }
  } finally {
    await context.close()
    await disk.release()
  }
}

/** The rules of the journal's log, in a real browser's files. */
export async function journalInFiles(): Promise<[name: string, problem: string | null][]> {
  const script = await pageScript(join(import.meta.dirname, 'full-phone-page.ts'))
  const disk = await openDisk(192)
  const { context, page } = await openPhone(join(disk.folder, 'profile'), script)
  try {
    return await page.evaluate(() => fullPhone.logRules())
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
