import { isEnded, isUnsent, isUnsentBlob } from '../../field/offline/states.ts'
import type { Device } from './device.ts'
import { type Effort, type Figures, figuresOf, noFigures } from './figures.ts'
import type { Hub } from './hub.ts'
import { ask, atRest, type Violation } from './invariants.ts'
import { type Profile, type ProfileName, profiles, storyOf } from './profiles.ts'
import { readSettled, type Sources } from './record.ts'
import { askOfSettled } from './settling.ts'
import { perform, type Step } from './steps.ts'
import { drainedInTime, everyStoryEnds, type Left } from './watched.ts'
import { openWorld, type World } from './world.ts'

/** `length` makes a day so many times as long. */
export type Case = { seed: number; profile: ProfileName; length?: number; steps?: readonly Step[] }
export type Told = {
  violations: Violation[]
  /** Of a story that was told to its end. */
  figures: Figures
  /** Virtual milliseconds the story took, and those until everything was handed in. */
  took: number
  drained: number
  effort: Effort
}

/** The longest back-off twice, since it may lose a race, and time for the bytes themselves (S9). */
const drainedWithin = 10 * 60_000
const oneLook = 5_000

/** Tells one story from its seed, heals everything, waits without touching anything, and checks every promise. */
export async function simulate(
  hub: Hub,
  { seed, profile, length = 1, steps = storyOf(seed, profile, length) }: Case,
): Promise<Told> {
  const { phones, disk, heavy }: Profile = profiles[profile]
  const world = await openWorld(hub, seed, { phones, disk, heavy })
  const begun = world.schedule.now()
  // A heavy day is told to its end whatever is found, so that what is lost is counted.
  const goesOn = () => heavy === true || world.violations.length === 0
  try {
    for (const step of steps) {
      world.effort.steps++
      await perform(world, step)
      await afterStep(world)
      if (!goesOn()) break
    }
    const healed = world.schedule.now()
    if (goesOn()) await comeToRest(world, goesOn)
    const drained = world.schedule.now() - healed
    const figures = goesOn() ? await checkAtRest(world) : noFigures
    return { ...toldOf(world, begun), figures, drained }
  } catch (error) {
    ask(world, { everyStoryEnds }, error)
    return toldOf(world, begun)
  } finally {
    await world.close()
  }
}

function toldOf({ violations, schedule, effort }: World, begun: number): Told {
  return { violations, figures: noFigures, took: schedule.now() - begun, drained: 0, effort }
}

async function afterStep(world: World): Promise<void> {
  await world.schedule.rest()
  for (const device of world.devices) if (device.pages.length === 0) await world.reopen(device)
  await world.watch.look()
  await world.watch.lookDeeper()
}

/** The sun comes out, nobody presses anything any more, and the phones are left alone. */
async function comeToRest(world: World, goesOn: () => boolean): Promise<void> {
  world.hub.heal()
  for (const device of world.devices) {
    device.line.weather = 'clear'
    device.disk.full = false
    device.killIn = null
    device.visible = true
    device.thaw()
    await world.reopen(device)
  }
  for (const device of world.devices) await signInWhoWasHere(world, device, goesOn)
  await until(world, () => isDrained(world), goesOn)
  // What the last of them handed in, the others fetch.
  const pulledAt = new Map(world.devices.map((device) => [device, pulledOn(device)]))
  const havePulled = async () => world.devices.every((device) => pulledOn(device) !== pulledAt.get(device))
  await until(world, havePulled, goesOn)
  await world.watch.lookDeeper()
}

const pulledOn = (device: Device) => device.phone()?.status.get().pulledAt ?? null

/** Whoever left work on a phone signs in on it once more; at the end it is in the hand it was in. */
async function signInWhoWasHere(world: World, device: Device, goesOn: () => boolean): Promise<void> {
  const holder = world.holders.get(device)
  const shown = device.database()
  for (const database of device.disk.databases()) {
    const { meta, commands, blobs } = await (await device.disk.look(database)).load()
    const isWaiting = commands.some(isUnsent) || blobs.some(isUnsentBlob)
    const member = world.hub.technicians.find((person) => person.memberId === meta.account.memberId)
    if (database === shown || !isWaiting || !member) continue
    await world.handOver(device, member)
    await until(world, () => isDrained(world), goesOn)
  }
  if (holder && (world.holders.get(device) !== holder || !device.isSignedIn())) await world.handOver(device, holder)
}

/** By the phones' own timers alone. */
async function until(world: World, isReached: () => Promise<boolean>, goesOn: () => boolean): Promise<void> {
  for (let waited = 0; waited < drainedWithin; waited += oneLook) {
    await world.schedule.pass(oneLook, world.watch.look)
    if (!goesOn() || (await isReached())) return
  }
  ask(world, { drainedInTime }, await Promise.all(world.devices.map(leftOn)))
}

async function isDrained(world: World): Promise<boolean> {
  // What a phone itself calls unsent is not: only then its disk is read.
  if (world.devices.some((device) => (device.phone()?.status.get().counts.on_phone ?? 0) > 0)) return false
  const waiting = await Promise.all(world.devices.map(waitingOn))
  return waiting.every((one) => one.commands.length + one.files.length === 0)
}

async function waitingOn(device: Device): Promise<{ commands: string[]; files: string[] }> {
  const rows = await (await device.look())?.load()
  const files = rows?.blobs.filter((blob) => !isEnded(blob) && blob.state !== 'refused') ?? []
  return {
    commands: rows?.commands.filter(isUnsent).map((row) => `${row.type} ${row.declined ?? ''}`) ?? [],
    files: files.map((blob) => `${blob.state} ${blob.size}`),
  }
}

async function leftOn(device: Device): Promise<Left> {
  const { commands, files } = await waitingOn(device)
  const status = device.phone()?.status.get()
  const engine = JSON.stringify({ doing: status?.doing, connection: status?.connection })
  return { phone: device.name, waiting: [...commands, ...files], engine }
}

async function checkAtRest(world: World): Promise<Figures> {
  const { hub } = world
  const { pathOf } = hub.server.services.files
  const settled = await readSettled({ orgId: hub.orgId, inTenant: hub.inTenant, pathOf, phones: await disksOf(world) })
  ask(world, atRest, world, settled)
  askOfSettled(world)
  return figuresOf(world, settled)
}

/** Every member's database on every phone: one that changed hands has several, and only the one shown is kept up. */
async function disksOf(world: World): Promise<Sources['phones']> {
  const each = world.devices.flatMap((device) => device.disk.databases().map((database) => ({ device, database })))
  return Promise.all(
    each.map(async ({ device, database }) => {
      const rows = await (await device.disk.look(database)).load()
      return { name: `${device.name} of ${rows.meta.account.name}`, rows, isShown: device.database() === database }
    }),
  )
}
