import type { Id } from '#core/kit/ids.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { ApiProblem } from '#test/support/server.ts'
import type { Device } from './device.ts'
import type { Fact } from './facts.ts'
import { ask, withdrawnOf } from './invariants.ts'
import type { Random } from './random.ts'
import { shownOn } from './screen.ts'
import { factsShown } from './standing.ts'
import type { World } from './world.ts'
import { settledOnce, settledShowsOnce, type SettledOnPhone } from './watched.ts'

const aside = 0.35
const elsewhere = 0.5

/** Somebody in the office settles one of what is held: takes it in, there or on another work order, or puts it aside. */
export async function settleSomething(world: World, random: Random): Promise<void> {
  const { office } = world.hub
  const { held } = await office.call(workOrderApi.readAttention, {})
  const known = held.flatMap((row) => world.facts.get(row.command) ?? [])
  if (known.length === 0) return
  const fact = random.pick(known)
  const choice = random.chance(aside)
    ? { choice: 'put_aside' as const, reason: `because of ${fact.token}` }
    : { choice: 'apply' as const, ...placeOf(world, fact, random) }
  // What stood in its way is mended first.
  if (choice.choice === 'apply') world.hub.mend(fact.token)
  const settle = () => office.call(workOrderApi.settleHeld, { params: { id: fact.id }, body: choice })
  const { outcome } = await settle()
  const again = await settle().then(
    () => 'settled again',
    (error) => (error instanceof ApiProblem ? error.code : String(error)),
  )
  ask(world, { settledOnce }, { token: fact.token, choice: choice.choice, outcome, again })
  if (choice.choice === 'put_aside') return world.book.settle(fact, 'put_aside', fact.workOrder)
  world.poisoned.delete(fact.token)
  world.book.settle(fact, 'applied', choice.workOrder)
}

/** Where it was captured, or a visit of another work order. */
function placeOf(world: World, { workOrder }: Fact, random: Random): { workOrder: Id; visit: Id | null } {
  const others = [...world.office.orders.values()].filter((order) => order.dispatched && order.id !== workOrder)
  if (workOrder !== null && (others.length === 0 || !random.chance(elsewhere))) return { workOrder, visit: null }
  const other = random.pick(others)
  return { workOrder: other.id, visit: random.pick(other.visits) }
}

/** Who captured what the office took in takes it back, once their phone shows it there. */
export async function takeBackSettled(world: World, device: Device, random: Random): Promise<void> {
  const phone = device.phone()
  if (!phone) return
  const takenBack = withdrawnOf(world.facts)
  const own = world.book
    .of(phone.me.get().device)
    .filter((fact) => fact.settled === 'applied' && !takenBack.has(fact.id) && isShown(device, fact))
  if (own.length === 0) return
  const { id, workOrder } = random.pick(own)
  await world.press(device, random, 'withdraw', workOrder ?? undefined, id)
}

function isShown(device: Device, { id, workOrder }: Fact): boolean {
  const phone = device.phone()
  const work = phone && workOrder !== null ? shownOn(phone, workOrder)?.order.work : undefined
  return work !== undefined && factsShown(work).some((one) => one.id === id)
}

/** At the end every phone has heard of what the office settled. */
export function askOfSettled(world: World): void {
  const takenBack = withdrawnOf(world.facts)
  const seen = world.devices.flatMap((device): SettledOnPhone[] => {
    const phone = device.phone()
    if (!phone) return []
    const me = phone.me.get().device
    const orders = new Set([...world.office.orders.keys(), ...world.book.ordersOf(me)])
    const works = [...orders].flatMap((order) => shownOn(phone, order)?.order.work ?? [])
    const shown = Map.groupBy(works.flatMap(factsShown), (one) => one.id)
    return world.book.of(me).flatMap(({ id, token, settled, workOrder }) => {
      if (!settled) return []
      const stands = settled === 'applied' && !takenBack.has(id) && works.some((work) => work.id === workOrder)
      return [{ phone: device.name, token, settled, stands, times: shown.get(id)?.length ?? 0 }]
    })
  })
  ask(world, { settledShowsOnce }, seen)
}
