import type { Id } from '#core/kit/ids.ts'
import { addMinutes, instantFrom } from '#core/kit/time.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import type { CommandBody, CommandType } from '#core/work-orders/commands.ts'
import type { Api } from '#test/support/server.ts'
import { raiseBody } from '#test/support/work-orders.ts'
import { tasksOf } from './heavy-facts.ts'
import { type Hub, notForPhones } from './hub.ts'
import type { Random } from './random.ts'

/** What the office knows it wants, so that what the server says of it can be compared. */
export type Order = { id: Id; visits: Id[]; dispatched: boolean }

export type Office = {
  orders: Map<Id, Order>
  /** Prices of the lines it added and heard `applied` for, by line. */
  prices: Map<Id, number>
  /** The first work of the day, for both technicians, and one that is none of theirs. */
  begin: (random: Random, crew: readonly [Id, Id]) => Promise<void>
  act: (act: OfficeAct, random: Random) => Promise<void>
  /** Forgets what it did since a backup: nobody promised to keep that. */
  forgetSince: (orders: ReadonlySet<Id>, prices: ReadonlySet<Id>) => void
}

export const officeActs = [
  'raise',
  'reassign',
  'share',
  'recall',
  'dispatch',
  'cancel_visit',
  'cancel',
  'edit',
  'move',
  'hold',
  'price',
  'note',
] as const
export type OfficeAct = (typeof officeActs)[number]

/** Work orders there are in the morning, for the crew. */
const inTheMorning = { usual: 3, heavy: 12 }

export function openOffice(hub: Hub, newId: () => Id, now: number, isHeavy = false): Office {
  const orders = new Map<Id, Order>()
  const prices = new Map<Id, number>()
  let crew: readonly [Id, Id] = ['', '']
  let said = 0

  /** Under one id until there is an answer: what was committed behind a lost answer is not done twice. */
  async function send<T extends CommandType>(api: Api, workOrder: Id, type: T, body: CommandBody<T>): Promise<boolean> {
    const id = newId()
    let seen = type === 'raise' ? 0 : null
    for (let tries = 1; ; tries++) {
      try {
        // Once: what is sent again is the same to the letter.
        seen ??= (await api.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })).version
        const sent = { params: { id: workOrder }, body: { id, type, body, seen } }
        const { outcome, code } = await api.call(workOrderApi.sendCommand, sent)
        return code === null && (outcome === 'applied' || outcome === 'duplicate')
      } catch (error) {
        if (tries === 3) throw error
      }
    }
  }

  async function raise(title: string, isDispatched: boolean, random: Random): Promise<void> {
    const workOrder = newId()
    const isRaised = await send(
      hub.office,
      workOrder,
      'raise',
      raiseBody({ ...hub.place, title }, isHeavy ? { tasks: tasksOf(newId) } : {}),
    )
    if (!isRaised) return
    const order: Order = { id: workOrder, visits: [], dispatched: isDispatched }
    orders.set(workOrder, order)
    if (!isDispatched) return
    const visit = newId()
    order.visits.push(visit)
    const start = instantFrom(now + random.whole(-4, 4) * 3600_000)
    const team = random.pick([[crew[0]], [crew[1]], [...crew]])
    const plan = { visit, start, minutes: 60, window: null, crew: team, lead: team[0] ?? null }
    await send(hub.office, workOrder, 'plan_visit', plan)
    await send(hub.office, workOrder, 'dispatch_visit', { visit })
  }

  async function act(what: OfficeAct, random: Random): Promise<void> {
    if (what === 'raise') return raise(`Boiler ${orders.size + 1}`, true, random)
    const open = [...orders.values()].filter((order) => order.dispatched)
    if (open.length === 0) return
    const { id, visits } = random.pick(open)
    const visit = random.pick(visits)
    const { office } = hub
    const reason = `because ${++said}`
    switch (what) {
      case 'reassign': {
        const other = random.pick(crew)
        await send(office, id, 'assign_visit', { visit, crew: [other], lead: other })
        return
      }
      case 'share':
        await send(office, id, 'change_crew', { visit, add: [random.pick(crew)], remove: [random.pick(crew)] })
        return
      case 'recall':
        await send(office, id, 'recall_visit', { visit, reason })
        return
      case 'dispatch':
        await send(office, id, 'dispatch_visit', { visit })
        return
      case 'cancel_visit':
        await send(office, id, 'cancel_visit', { visit, reason })
        return
      case 'cancel':
        await send(office, id, 'cancel', { reason })
        return
      case 'edit':
        await send(office, id, 'edit_details', { changes: { title: `Edited ${said}`, accessNotes: reason } })
        return
      case 'move': {
        const start = addMinutes(instantFrom(now), random.whole(-600, 600))
        await send(office, id, 'reschedule_visit', { visit, start, minutes: 90, window: null })
        return
      }
      case 'hold':
        await send(office, id, random.pick(['hold', 'release']), { reason, until: null })
        return
      case 'price': {
        const line = newId()
        const unitPrice = random.whole(1, 9_999_999)
        const body = { line, description: reason, quantity: 1000, unit: '', unitPrice, taxRate: hub.taxRate, reason }
        if (await send(hub.bookkeeper, id, 'add_line', body)) prices.set(line, unitPrice)
        return
      }
      case 'note':
        await send(office, id, 'note', {
          visit: null,
          technician: null,
          at: instantFrom(now),
          text: `${notForPhones} ${said}`,
          audience: 'office',
        })
        return
    }
  }

  return {
    orders,
    prices,
    act,
    async begin(random, technicians) {
      crew = technicians
      await raise(notForPhones, false, random)
      const count = isHeavy ? inTheMorning.heavy : inTheMorning.usual
      for (let one = 0; one < count; one++) await raise(`Boiler ${one}`, true, random)
    },
    forgetSince(knownOrders, knownPrices) {
      for (const id of orders.keys()) if (!knownOrders.has(id)) orders.delete(id)
      for (const id of prices.keys()) if (!knownPrices.has(id)) prices.delete(id)
    },
  }
}
