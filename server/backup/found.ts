import type { Manifest } from './manifest.ts'
import type { Pooled } from './pool.ts'
import { say } from './problem.ts'

/** What two looks at the same files found; what the later one found damaged is in no backup. */
export function together(before: Pooled, after: Pooled): Pooled {
  const files = new Map([...before.files, ...after.files])
  for (const path of [...after.damaged, ...after.lost]) files.delete(path)
  const once = <T extends { path: string }>(both: readonly T[]) => [
    ...new Map(both.map((one) => [one.path, one])).values(),
  ]
  const healed = once([...before.healed, ...after.healed])
  const isHealed = new Set(healed.map(({ path }) => path))
  return {
    files,
    copied: before.copied + after.copied,
    damaged: after.damaged,
    lost: after.lost,
    away: after.away,
    healed,
    notPutBack: once([...before.notPutBack, ...after.notPutBack]).filter(({ path }) => !isHealed.has(path)),
  }
}

/** Whether damage was found that the backup before did not know of. */
export function isNews({ healed, damaged, lost }: Pooled, last: Manifest | undefined): boolean {
  if (healed.length > 0) return true
  const had = new Set(last?.files.map(([path]) => path))
  return [...damaged, ...lost].some((path) => had.has(path))
}

/** True when everything the data folder should have is in the backup and in the data folder. */
export function tellFound({ damaged, lost, healed, notPutBack, away }: Pooled): boolean {
  for (const { path, side } of healed) say(`Damaged or missing in the ${side}, and healed: files/${path}.`)
  for (const path of damaged)
    say(`Damaged, and not in the backup: files/${path}. Its bytes are not what its name says.`)
  for (const path of lost) say(`Missing, and not in the backup: files/${path}. The record names it.`)
  for (const { path, reason } of notPutBack)
    say(`Damaged or missing in the data folder, and could not be put back from the backup: files/${path}. ${reason}`)
  if (away > 0)
    say(
      `${away} files the record names are not in the data folder. That many are not put back: see that its disk is there, or restore.`,
    )
  return away + damaged.length + lost.length + notPutBack.length === 0
}
