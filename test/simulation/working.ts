import type { Id } from '#core/kit/ids.ts'
import type { Device } from './device.ts'
import type { FactKind } from './facts.ts'
import { openRandom, seedOf } from './random.ts'
import { shownOn } from './screen.ts'
import type { World } from './world.ts'

/** A stretch of work without a signal: so many facts of these kinds. */
export type Stretch = { seed: number; facts: number; presses: Readonly<Partial<Record<FactKind, number>>> }

/** What is pressed on a heavy day, of everything that can be reported. */
export const onHeavyDays: Stretch['presses'] = {
  note: 14,
  part: 10,
  minutes: 10,
  reading: 14,
  step: 12,
  photo: 1.6,
  sign: 0.4,
  file: 0.4,
  amend: 3,
  withdraw: 3,
  correct: 2,
  day: 3,
  raise: 0.5,
  asset: 0.5,
  contact: 0.5,
  finish: 0.7,
}

/** A work order with so many facts of a phone is done: the next one is begun. */
const mostOnOne = 40
/** At one work order so many facts are captured before the next. */
const atOne = [6, 14] as const
/** Presses from one look at the work order that is pressed on to the next, and of every phone at everything. */
export const stride = { at: 5, everywhere: 25 }
/** From one press to the next, in milliseconds. */
const pace = [0, 2_000] as const

/** Somebody goes from one work order to the next and reports what they do, until the stretch is over. */
export async function work(world: World, device: Device, { seed, facts, presses }: Stretch): Promise<void> {
  const random = openRandom(seed)
  let workOrder: Id | null = null
  let left = 0
  for (let n = 0; n < facts; n++) {
    if (left-- <= 0) {
      workOrder = nextOrder(world, device, random.share())
      left = random.whole(...atOne)
    }
    const only = workOrder === null ? 'raise' : random.weighted(presses)
    await world.press(device, openRandom(seedOf(seed, n)), only, workOrder ?? undefined)
    // One that was made on the spot is the one they are at.
    if (workOrder === null) left = 0
    else if (n % stride.at === 0) await world.watch.lookAt(device, workOrder)
    await world.schedule.pass(random.whole(...pace), async () => {})
    if (device.pages.length === 0) await world.reopen(device)
    if (n % stride.everywhere === 0) await world.watch.look()
  }
}

/** One that is on the phone, has a visit, and takes more; null when there is none. */
function nextOrder(world: World, device: Device, share: number): Id | null {
  const phone = device.phone()
  if (!phone) return null
  const me = phone.me.get().device
  const open = [...world.office.orders.keys(), ...world.book.raisedOn(me)].filter((order) => {
    if (world.book.on(me, order).length >= mostOnOne) return false
    return (shownOn(phone, order)?.order.work.visits.length ?? 0) > 0
  })
  return open[Math.floor(share * open.length)] ?? null
}
