import type { Id } from '#core/kit/ids.ts'
import { type Instant, millisecondsOf } from '#core/kit/time.ts'
import type { Command, CommandBody, CommandType } from '#core/work-orders/commands.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import { readOrder } from '#server/billing/records.ts'
import { lockDevice, recordPush } from '#server/sync/device-queries.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { applyCommands } from '#server/work-orders/commands.ts'
import { authorOf, incomingFrom, incomingFromPhone, type Taken } from '#server/work-orders/incoming.ts'
import { type CastTechnician, type OfficeKey, officeActor, phoneActor } from './cast.ts'
import { seededId } from './seeded.ts'

/** Something said to a work order, with the id it will have on the record. */
export type Said = { id: Id; at: Instant; command: Command }

/** Tells the record of one work order what happened to it, in order, as the people of the company would have. */
export type Telling = {
  tx: Tx
  workOrder: Id
  say: <T extends CommandType>(at: Instant, type: T, body: CommandBody<T>) => Said
  /** From a screen of the office at that moment. */
  office: (who: OfficeKey, at: Instant, ...said: Said[]) => Promise<void>
  /** From a technician's phone, handed in at `heard`. */
  phone: (technician: CastTechnician, heard: Instant, ...said: Said[]) => Promise<Taken[]>
  work: () => Promise<WorkDocument>
}

/** The transaction as it would have been at that moment, and of somebody. */
export function asOf(tx: Tx, now: Instant, actor: Tx['actor']): Tx {
  return { ...tx, now, actor }
}

export function telling(tx: Tx, workOrder: Id, name: string, number: number): Telling {
  let said = 0
  // By the order of raising, though today is told before the month.
  const numbers = () => Promise.resolve(`WO-${number}`)
  const version = async () => (await readOrder(tx, workOrder))?.version ?? 0
  return {
    tx,
    workOrder,
    say: (at, type, body) => ({
      id: seededId(`${name}/${said++}`, millisecondsOf(at)),
      at,
      command: { type, body } as Command,
    }),

    async office(who, at, ...commands) {
      const then = asOf(tx, at, officeActor(who))
      const seen = await version()
      const batch = commands.map(({ id, command }) =>
        incomingFrom(id, workOrder, { type: command.type, body: command.body, seen }),
      )
      mustApply(name, commands, await applyCommands(then, authorOf(then, 'office'), batch, numbers))
    },

    async phone(technician, heard, ...commands) {
      const actor = phoneActor(technician)
      if (!actor?.deviceId) throw new Error(`${technician.name} has no phone`)
      const { lastDseq, clock } = await lockDevice(tx, actor.deviceId)
      const then = asOf(tx, heard, actor)
      const seen = await version()
      const batch = commands.map((one, index) => {
        const bytes = envelope(workOrder, one, seen)
        return incomingFromPhone({ id: one.id, dseq: lastDseq + index + 1, bytes })
      })
      const taken = await applyCommands(then, authorOf(then, 'field'), batch, numbers)
      await recordPush(then, actor.deviceId, { lastDseq, clock, stored: 0 })
      return taken
    },

    async work() {
      const order = await readOrder(tx, workOrder)
      if (!order) throw new Error(`${name} was not raised`)
      return order.work
    },
  }
}

/** As a phone freezes it. */
function envelope(workOrder: Id, { id, at, command }: Said, seen: number): string {
  const clock = { wall: at, mono: millisecondsOf(at) % 86_400_000, life: id.slice(0, 8), offset: 0 }
  return JSON.stringify({
    v: 1,
    id,
    stream: { kind: 'work_order', id: workOrder },
    type: command.type,
    body: command.body,
    seen,
    at: clock,
  })
}

/** The story of the demo company has no refusals it does not know of. */
export function mustApply(name: string, said: readonly { command: { type: string } }[], taken: readonly Taken[]): void {
  for (const [index, one] of taken.entries()) {
    if (one.outcome === 'applied') continue
    throw new Error(`${name}: ${said[index]?.command.type ?? ''} came to ${one.outcome}: ${one.refusal?.code ?? ''}`)
  }
}
