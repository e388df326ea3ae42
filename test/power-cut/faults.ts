import { rm, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { quickFolder } from '#test/support/places.ts'
import { root, stopStarted } from '../start/started.ts'
import { cannotMount } from './disk.ts'
import { cutFiles, cutPieces } from './file-cuts.ts'
import { fillDisk } from './full-disk.ts'
import { killMachine, type Kills, type Victim, victims } from './kills.ts'
import { type Cuts, cutMachine } from './machine.ts'
import { browserPath, cutPhone } from './phone-cuts.ts'
import { standStill } from './standing-still.ts'

/** `npm run faults`: the long form of what every test run does in short, and a page of its figures. */
type Line = { what: string; promise: string; seen: string; kept: boolean }

const say = (sentence: string) => void process.stdout.write(`${sentence}\n`)
const quick = process.argv.includes('--quick')
const many = (count: number) => (quick ? Math.max(1, Math.round(count / 10)) : count)

async function main(): Promise<void> {
  const lines: Line[] = []
  const told = async (line: Promise<Line>) => {
    const one = await line
    lines.push(one)
    say(`${one.kept ? 'kept  ' : 'BROKEN'}  ${one.what}: ${one.seen}`)
  }
  const folder = await quickFolder('faults')
  try {
    await told(kills(folder, 30))
    await told(forgetful(folder))
    await told(still(5))
    const reason = await cannotMount()
    if (reason !== false) {
      say(`skipped power cuts and the full disk: ${reason}`)
      return
    }
    await told(cuts('power cut, server, database and files', cutMachine(many(20))))
    await told(mustLose('the same with `fsync=off`', cutMachine(1, { fsync: 'off' })))
    await told(cuts('power cut, files alone', cutFiles(many(20), 15)))
    await told(cuts('power cut, pieces of files on their way', cutPieces(many(20), 15)))
    await told(mustLose('the same without syncing folders', cutFiles(many(10), 15, 'folders')))
    await told(mustLose('the same without syncing', cutFiles(1, 300, 'everything')))
    if (browserPath() === null) say('skipped the phone: there is no Chromium')
    else {
      await told(cuts('battery dead, the phone’s store', cutPhone(many(20))))
      await told(mustLose('the same without waiting for the disk', cutPhone(4, { relaxed: true, each: 5 })))
    }
    await told(full())
  } finally {
    await stopStarted()
    await rm(folder, { recursive: true, force: true })
    await writeFile(join(root, 'docs/faults.md'), page(lines))
  }
  if (lines.some((line) => !line.kept)) process.exitCode = 1
}

const sumUp = ({ acknowledged, lost, doubled }: { acknowledged: number; lost: number; doubled: number }) =>
  `${acknowledged} acknowledged, ${lost} lost, ${doubled} doubled`

async function kills(folder: string, count: number): Promise<Line> {
  const cycles = many(count)
  const seen = await killMachine(join(folder, 'kills'), cycles)
  const again = Object.entries(seen.writingAgain).map(([victim, times]) => `${victim} ${slowest(times)}`)
  return {
    what: `server, database or both killed under load, ${cycles} times`,
    promise: '0 lost, 0 doubled; writing again within 5 s after the server, 15 s after the database',
    seen: `${sumUp(seen)}; writing again at the latest after: ${again.join(', ')}`,
    kept: isKept(seen) && victims.every((victim) => seen.writingAgain[victim].every((took) => took <= within[victim])),
  }
}

const within: Record<Victim, number> = { server: 5_000, database: 15_000, both: 15_000 }

const slowest = (times: Kills['writingAgain']['server']) =>
  times.length === 0 ? 'not killed' : inSeconds(Math.max(...times))

const inSeconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`

async function forgetful(folder: string): Promise<Line> {
  const seen = await killMachine(join(folder, 'forgetful'), 1, { forgetful: true })
  return control('the same with `synchronous_commit=off`', seen)
}

async function still(count: number): Promise<Line> {
  const times = many(count)
  const seen = await standStill(times)
  return {
    what: `the database stands still under load, ${times} times`,
    promise: '0 lost, 0 doubled; every request is told to wait within 10 s; writing again within 5 s',
    seen: `${sumUp(seen)}; told ${seen.told.join(', ')}, the last after ${inSeconds(seen.slowest)}; writing again at the latest after ${slowest(seen.writingAgain)}`,
    kept:
      isKept(seen) &&
      seen.told.join() === '503 unavailable' &&
      seen.slowest < 10_000 &&
      seen.writingAgain.every((took) => took < 5_000),
  }
}

async function cuts(what: string, seen: Promise<Cuts>): Promise<Line> {
  const all = await seen
  return {
    what: `${what}, ${all.images} images of the disk`,
    promise: '0 lost, 0 doubled',
    seen: `${sumUp(all)}, counted anew in each image${all.unusable.length > 0 ? `, ${all.unusable.length} unusable` : ''}`,
    kept: isKept(all),
  }
}

const mustLose = async (what: string, seen: Promise<Cuts>) => control(what, await seen)

const control = (what: string, seen: { acknowledged: number; lost: number; doubled: number }): Line => ({
  what,
  promise: 'a control: must lose',
  seen: sumUp(seen),
  kept: seen.lost > 0,
})

const isKept = ({ acknowledged, lost, doubled }: { acknowledged: number; lost: number; doubled: number }) =>
  acknowledged > 0 && lost === 0 && doubled === 0

async function full(): Promise<Line> {
  const seen = await fillDisk()
  return {
    what: 'the disk fills up under load',
    promise: '0 lost; stops taking uploads below 5 % and says so; recovers alone',
    seen: `${sumUp(seen)}; an upload below 5 %: ${seen.whenTight}, with room again: ${seen.whenFreed}; writing again ${(seen.recoveredAfter / 1000).toFixed(1)} s after there was room`,
    kept: isKept(seen) && seen.whenTight === '503 disk_full' && seen.whenFreed === 'stored',
  }
}

function page(lines: readonly Line[]): string {
  const rows = lines.map(
    (line) => `| ${line.what} | ${line.promise} | ${line.seen} | ${line.kept ? 'yes' : '**no**'} |`,
  )
  return `# Faults

Written by \`npm run faults\`${quick ? ' (the quick form)' : ''} on a machine with ${cpus().length} processors. An image is a copy of the disk in one instant,
taken while phones hand in; it is mounted, which replays its journal, and everything that was acknowledged before is
looked for. Each promise has controls that must fail: a machine on which nothing can be lost shows nothing.

| fault | promise | seen | kept |
|---|---|---|---|
${rows.join('\n')}

A forced end is not a power cut: what a process wrote and did not sync outlives it in the kernel’s memory. So both are
here. The short form of each is in every \`npm test\` (\`test/power-cut\`).
`
}

await main()
