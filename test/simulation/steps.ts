import type { Device, FreezeAt } from './device.ts'
import type { FactKind } from './facts.ts'
import type { WeatherName } from './line.ts'
import type { OfficeAct } from './office.ts'
import { openRandom } from './random.ts'
import { onHeavyDays, work } from './working.ts'
import { settleSomething, takeBackSettled } from './settling.ts'
import type { World } from './world.ts'

/**
 * One thing that happens. A story is a list of them, made from the seed before it begins; each carries the chance it
 * needs, so that leaving some out (to find the few that matter) leaves the others as they were.
 */
export type Step =
  | { do: 'press'; phone: number; seed: number; only?: FactKind }
  /** So many facts of all kinds without a signal, on one work order after the other; then the phone comes to that air. */
  | { do: 'work'; phone: number; seed: number; facts: number; into: WeatherName }
  | { do: 'press poison'; phone: number; seed: number }
  | { do: 'forge'; phone: number; seed: number }
  | { do: 'office'; act: OfficeAct; seed: number }
  /** Somebody in the office settles one of what is held. */
  | { do: 'settle'; seed: number }
  /** Its author takes back what was taken in. */
  | { do: 'take back'; phone: number; seed: number }
  | { do: 'pass'; seconds: number }
  /** Every phone lies in a drawer, switched off; what it had on its way is not up yet when it is taken out again. */
  | { do: 'weeks pass'; days: number }
  | { do: 'weather'; phone: number; weather: WeatherName }
  | { do: 'tap'; phone: number }
  /** Killed at the n-th moment from now at which the client waits for its disk or its line. */
  | { do: 'kill'; phone: number; after: number }
  | { do: 'open a tab'; phone: number }
  /** The tab that waits at the n-th such moment from now, or hears the n-th answer, sleeps until it is thawed. */
  | { do: 'freeze'; phone: number; after: number; at: FreezeAt }
  | { do: 'thaw'; phone: number }
  | { do: 'look away'; phone: number }
  | { do: 'look'; phone: number }
  | { do: 'set the clock'; phone: number; by: number }
  | { do: 'fill the disk'; phone: number }
  | { do: 'free the disk'; phone: number }
  | { do: 'end the session'; phone: number }
  | { do: 'hand over'; phone: number; to: 0 | 1 }
  /** The n-th statement of the server from now fails, before or after it was carried out. */
  | { do: 'break a statement'; after: number; when: 'before' | 'after' }
  | { do: 'back up' }
  | { do: 'restore' }
export type StepName = Step['do']

export async function perform(world: World, step: Step): Promise<void> {
  switch (step.do) {
    case 'press':
      await world.press(phoneOf(world, step), openRandom(step.seed), step.only)
      return
    case 'work':
      return workStep(world, phoneOf(world, step), step)
    case 'press poison':
      return world.pressPoison(phoneOf(world, step), openRandom(step.seed))
    case 'forge':
      return world.forge(phoneOf(world, step), openRandom(step.seed))
    case 'office':
      return world.office.act(step.act, openRandom(step.seed))
    case 'settle':
      return settleSomething(world, openRandom(step.seed))
    case 'take back':
      return takeBackSettled(world, phoneOf(world, step), openRandom(step.seed))
    case 'pass':
      return world.schedule.pass(step.seconds * 1000, world.watch.look)
    case 'weeks pass':
      return world.weeksPass(step.days)
    case 'weather':
      phoneOf(world, step).line.weather = step.weather
      if (step.weather !== 'gone') phoneOf(world, step).wake('online')
      return
    case 'tap':
      phoneOf(world, step).phone()?.syncNow()
      return
    case 'kill':
      phoneOf(world, step).killIn = step.after
      return
    case 'open a tab':
      await phoneOf(world, step).open()
      return
    case 'freeze':
      phoneOf(world, step).freezeIn = { left: step.after, at: step.at }
      return
    case 'thaw':
      return phoneOf(world, step).thaw()
    case 'look away':
      phoneOf(world, step).visible = false
      return
    case 'look':
      phoneOf(world, step).visible = true
      return phoneOf(world, step).wake('visible')
    case 'set the clock':
      phoneOf(world, step).clockOff += step.by
      return
    case 'fill the disk':
      phoneOf(world, step).disk.full = true
      return
    case 'free the disk':
      phoneOf(world, step).disk.full = false
      return
    case 'end the session':
      return phoneOf(world, step).forgetSession()
    case 'hand over':
      return world.handOver(phoneOf(world, step), world.hub.technicians[step.to])
    case 'break a statement':
      return world.hub.breakStatement(step.after, step.when)
    case 'back up':
      return world.backUp()
    case 'restore':
      return world.restore()
  }
}

async function workStep(world: World, device: Device, step: Extract<Step, { do: 'work' }>): Promise<void> {
  device.line.weather = 'gone'
  await work(world, device, { ...step, presses: onHeavyDays })
  device.line.weather = step.into
  if (step.into !== 'gone') device.wake('online')
}

function phoneOf(world: World, step: { phone: number }): Device {
  const device = world.devices[step.phone]
  if (!device) throw new Error(`there is no phone ${step.phone}`)
  return device
}

/** A step as one reads it. */
export function sentenceOf(step: Step): string {
  const { do: what, ...rest } = step
  const words = Object.entries(rest)
    .filter(([name]) => name !== 'seed')
    .map(([name, value]) => (name === 'phone' ? `phone ${Number(value) + 1}` : `${name} ${value}`))
  return [what, ...words].join(', ')
}
