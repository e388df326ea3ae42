import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from '../platform/durable.ts'
import { namesIn } from './copying.ts'

/** Bytes that are there are compared by size at every backup, and read to the last within so many days. */
const rounds = 28
const day = 86_400_000

/** Whether the bytes with this hash are read this time. */
export type IsDue = (sha256: string) => boolean

export const all: IsDue = () => true
export const none: IsDue = () => false

/** Each day has its part of the bytes; due are those of the days since a backup looked last. */
export function dueBetween(last: Date | null, now: Date): IsDue {
  if (last === null) return all
  const [from, to] = [dayOf(last), dayOf(now)]
  if (to - from >= rounds) return all
  const parts = new Set(Array.from({ length: Math.max(0, to - from) }, (_, n) => (from + 1 + n) % rounds))
  return (sha256) => parts.has(Number.parseInt(sha256.slice(0, 4), 16) % rounds)
}

const dayOf = (at: Date) => Math.floor(at.getTime() / day)
export const isAnotherDay = (last: Date, now: Date) => dayOf(now) > dayOf(last)

/** Left in the backup folder by whoever found damage there: the next backup reads every byte. */
const doubtName = 'doubt'

export async function isDoubted(target: string): Promise<boolean> {
  return (await namesIn(target)).includes(doubtName)
}

export async function doubt(target: string, damaged: readonly string[]): Promise<void> {
  try {
    await writeDurably(join(target, doubtName), `${damaged.join('\n')}\n`)
  } catch (error) {
    // A copy that can only be read is not the folder backups are made into.
    if (!(error instanceof Error && 'code' in error && ['EROFS', 'EACCES', 'EPERM'].includes(String(error.code))))
      throw error
  }
}

export const doubtNoMore = (target: string) => rm(join(target, doubtName), { force: true })
