import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { quickPlace } from '#test/support/places.ts'
import { signalAll } from './processes.ts'

/**
 * A disk of its own in a file, mounted. What was not synced is in the kernel's memory only; the file is what the disk
 * has. A copy of the file in one instant is the disk as a power cut leaves it.
 */
export type Disk = {
  folder: string
  /** The disk as it is at this instant, on another machine, so to speak: its journal replayed by mounting it. */
  cut: (stopped: () => number[]) => Promise<Recovered>
  release: () => Promise<void>
}
export type Recovered = { folder: string; release: () => Promise<void> }

/** Why no disk can be mounted here, for the tests that need one; false when it can. */
export async function cannotMount(): Promise<string | false> {
  if (process.platform !== 'linux') return 'only Linux mounts a file as a disk'
  if (process.getuid?.() !== 0) return 'only root mounts a disk'
  try {
    const disk = await openDisk(8)
    await disk.release()
    return false
  } catch (error) {
    return `this machine mounts no disk: ${error instanceof Error ? error.message.split('\n').at(-1) : String(error)}`
  }
}

/** A file that is seldom written by itself shows sooner what was not synced: the journal commits when asked, or hourly. */
const options = 'loop,noatime,commit=3600'

const mounted = new Set<string>()
const places = new Set<string>()

/** However the process ends; what one left that was killed outright is released by the next. */
function releaseAtTheEnd(): void {
  if (places.size > 0) return
  process.once('exit', () => {
    for (const folder of mounted) spawnSync('umount', ['-l', folder])
    for (const place of places) rmSync(place, { recursive: true, force: true })
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1))
}

const placeName = /^roundtrip-disk-(\d+)-/

function releaseLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    const [, pid] = placeName.exec(name) ?? []
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue
    const place = join(parent, name)
    for (const folder of readdirSync(place)) spawnSync('umount', ['-l', join(place, folder)])
    rmSync(place, { recursive: true, force: true })
  }
}

export async function openDisk(megabytes: number): Promise<Disk> {
  const parent = await quickPlace()
  releaseAtTheEnd()
  releaseLeftovers(parent)
  const place = mkdtempSync(join(parent, `roundtrip-disk-${process.pid}-`))
  places.add(place)
  const image = join(place, 'image')
  const file = await open(image, 'w')
  await file.truncate(megabytes * 1024 ** 2)
  await file.close()
  run('mkfs.ext4', ['-q', '-m', '0', '-E', 'lazy_itable_init=0,lazy_journal_init=0', image])
  const folder = join(place, 'disk')
  await mount(image, folder)
  let copies = 0
  const inUse = new Set<string>()
  return {
    folder,
    async cut(stopped) {
      const copy = join(place, `copy-${++copies}`)
      instant(image, copy, stopped())
      const recovered = `${copy}-disk`
      await mount(copy, recovered)
      inUse.add(recovered)
      return {
        folder: recovered,
        release: async () => {
          unmount(recovered)
          inUse.delete(recovered)
          rmSync(copy)
        },
      }
    },
    release: async () => {
      for (const recovered of inUse) unmount(recovered)
      unmount(folder)
      rmSync(place, { recursive: true, force: true })
    },
  }
}

/**
 * Those who write are stopped, ourselves included, and the copy is compared with the file: only when the kernel wrote
 * nothing either in that time is it one instant of the disk.
 */
function instant(image: string, copy: string, pids: readonly number[]): void {
  signalAll(pids, 'SIGSTOP')
  try {
    for (let tries = 0; tries < 20; tries++) {
      run('cp', ['--sparse=always', image, copy])
      if (spawnSync('cmp', ['-s', image, copy]).status === 0) return
    }
    throw new Error('the disk did not hold still')
  } finally {
    signalAll(pids, 'SIGCONT')
  }
}

async function mount(image: string, folder: string): Promise<void> {
  await mkdir(folder)
  run('mount', ['-o', options, image, folder])
  mounted.add(folder)
}

function unmount(folder: string): void {
  // A process that was just killed may hold a file a moment longer.
  const { status } = spawnSync('umount', [folder])
  if (status !== 0) run('umount', ['-l', folder])
  mounted.delete(folder)
}

function run(program: string, args: string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })
}
