import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { quickFolder } from '#test/support/places.ts'
import { root, stopStarted } from '../start/started.ts'
import { cannotMount } from './disk.ts'
import { type Part, runParts, type Seen, writePage } from './faults-page.ts'
import { cutFiles, cutPieces } from './file-cuts.ts'
import { fillDisk } from './full-disk.ts'
import { fillDiskOfHastyServer } from './full-disk-control.ts'
import { fillPhone } from './full-phone.ts'
import { killMachine, type Kills, type Victim, victims } from './kills.ts'
import type { Verdict } from './load.ts'
import { type Cuts, cutMachine } from './machine.ts'
import { browserPath, cutPhone } from './phone-cuts.ts'
import { standStill } from './standing-still.ts'

/**
 * `npm run faults`: the long form of what every test run does in short, and a page of its figures. `--quick` does a tenth
 * of it; words after it (`npm run faults -- killed`) run those faults alone that have one of them in their name, and write
 * no page.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false } },
})

const say = (sentence: string) => void process.stdout.write(`${sentence}\n`)
const many = (count: number) => (values.quick ? Math.max(1, Math.round(count / 10)) : count)

async function main(): Promise<boolean> {
  const folder = await quickFolder('faults')
  try {
    const all = partsIn(folder, await cannotMount(), browserPath() === null && 'there is no Chromium')
    const chosen = all.filter(({ what }) => positionals.some((word) => what.includes(word)))
    const lines =
      positionals.length > 0
        ? await runParts(chosen, say)
        : await writePage(join(root, 'docs/faults.md'), all, values.quick ? ' (the quick form)' : '', say)
    return lines.every(({ kept }) => kept !== false)
  } finally {
    await stopStarted()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Faults in their order, each followed by its controls. */
function partsIn(folder: string, noDisk: string | false, noBrowser: string | false): Part[] {
  const noPhone = noDisk || noBrowser
  const [cycles, stills, images] = [many(100), many(5), many(20)]
  return [
    {
      what: `server, database or both killed under load, ${cycles} times`,
      promise: '0 lost, 0 doubled; writing again within 5 s after the server, 15 s after the database',
      run: async () => seenOfKills(await killMachine(join(folder, 'kills'), cycles)),
    },
    control('killed with `synchronous_commit=off`', false, () =>
      killMachine(join(folder, 'forgetful'), 1, { forgetful: true }),
    ),
    {
      what: `the database stands still under load, ${stills} times`,
      promise: '0 lost, 0 doubled; every request is told to wait within 10 s; writing again within 5 s',
      run: () => still(stills),
    },
    cuts('server, database and files', images, noDisk, () => cutMachine(images)),
    control('power cut with `fsync=off`', noDisk, () => cutMachine(1, { fsync: 'off' })),
    cuts('files alone', images, noDisk, () => cutFiles(images, 15)),
    cuts('pieces of files on their way', images, noDisk, () => cutPieces(images, 15)),
    control('power cut without syncing folders', noDisk, () => cutFiles(many(10), 15, 'folders')),
    control('power cut without syncing', noDisk, () => cutFiles(1, 300, 'everything')),
    cuts('the phone’s store, its battery dead', images, noPhone, () => cutPhone(images)),
    control('battery dead without waiting for the disk', noPhone, () => cutPhone(4, { relaxed: true, each: 5 })),
    {
      what: 'the disk fills up under load',
      promise: '0 lost; stops taking uploads below 5 % and says so; recovers alone',
      cannot: noDisk,
      run: full,
    },
    control('the disk fills up under a server that answers first and writes then', noDisk, fillDiskOfHastyServer),
    {
      what: 'the phone’s disk filled to the last byte by others',
      promise: 'every note is kept, and there when the app is opened again',
      cannot: noPhone,
      run: () => fullPhone(40),
    },
    control('the phone’s disk filled without room kept for notes', noPhone, async () => {
      const { before, whenFull } = await fillPhone(10, { hasReserve: false })
      return { acknowledged: before + whenFull, lost: 10 - whenFull, doubled: 0 }
    }),
  ]
}

const sumUp = ({ acknowledged, lost, doubled }: Verdict) =>
  `${acknowledged} acknowledged, ${lost} lost, ${doubled} doubled`

const isKept = ({ acknowledged, lost, doubled }: Verdict) => acknowledged > 0 && lost === 0 && doubled === 0

const inSeconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`

const slowest = (times: readonly number[]) => (times.length === 0 ? 'not killed' : inSeconds(Math.max(...times)))

const within: Record<Victim, number> = { server: 5_000, database: 15_000, both: 15_000 }

function seenOfKills(kills: Kills): Seen {
  const times = victims.map((victim) => `${victim} ${kills.writingAgain[victim].length}`)
  const again = victims.map((victim) => `${victim} ${slowest(kills.writingAgain[victim])}`)
  return {
    seen: `killed: ${times.join(', ')} times; ${sumUp(kills)}; writing again at the latest after: ${again.join(', ')}`,
    kept:
      isKept(kills) && victims.every((victim) => kills.writingAgain[victim].every((took) => took <= within[victim])),
  }
}

function control(what: string, cannot: string | false, run: () => Promise<Verdict>): Part {
  return {
    what,
    promise: 'a control: must lose',
    cannot,
    run: async () => {
      const verdict = await run()
      return { seen: sumUp(verdict), kept: verdict.lost > 0 }
    },
  }
}

function cuts(what: string, images: number, cannot: string | false, run: () => Promise<Cuts>): Part {
  return {
    what: `power cut, ${what}, ${images} images of the disk`,
    promise: '0 lost, 0 doubled',
    cannot,
    run: async () => {
      const all = await run()
      const unusable = all.unusable.length > 0 ? `, ${all.unusable.length} unusable` : ''
      return { seen: `${sumUp(all)}, counted anew in each image${unusable}`, kept: isKept(all) }
    },
  }
}

async function still(times: number): Promise<Seen> {
  const seen = await standStill(times)
  return {
    seen: `${sumUp(seen)}; told ${seen.told.join(', ')}, the last after ${inSeconds(seen.slowest)}; writing again at the latest after ${slowest(seen.writingAgain)}`,
    kept:
      isKept(seen) &&
      seen.told.join() === '503 unavailable' &&
      seen.slowest < 10_000 &&
      seen.writingAgain.every((took) => took < 5_000),
  }
}

async function full(): Promise<Seen> {
  const seen = await fillDisk()
  return {
    seen: `${sumUp(seen)}; an upload below 5 %: ${seen.whenTight}, with room again: ${seen.whenFreed}; writing again ${inSeconds(seen.recoveredAfter)} after there was room`,
    kept: isKept(seen) && seen.whenTight === '503 disk_full' && seen.whenFreed === 'stored',
  }
}

async function fullPhone(facts: number): Promise<Seen> {
  const { before, whenFull, found } = await fillPhone(facts, { hasReserve: true })
  return {
    seen: `${before} of ${facts} kept with room, ${whenFull} of ${facts} without, ${found} there when opened again`,
    kept: before === facts && whenFull === facts && found === 2 * facts,
  }
}

process.exitCode = (await main()) ? 0 : 1
