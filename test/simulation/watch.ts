import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import { isOutOfSpace } from '../../field/offline/out-of-space.ts'
import type { Device } from './device.ts'
import { factsShown, standsInDocument } from './facts.ts'
import { notForPhones } from './hub.ts'
import { broken } from './invariants.ts'
import type { Heard } from './line.ts'
import type { World } from './world.ts'

/** Looks at every phone whenever something happened: what must hold at any moment is not left to the end. */
export type Watch = {
  look: () => Promise<void>
  /** Past the screens, at the disks; dearer, so once a step. */
  lookDeeper: () => Promise<void>
  /** The server said something to a phone; whether it arrived is another matter. */
  heard: (heard: Heard) => void
  /** An answer reached the phone whole. */
  delivered: (heard: Heard) => void
}

export function openWatch(worldOf: () => World): Watch {
  const seenViews = new Map<string, { view: unknown; facts: number }>()
  const claimed = new Set<Id>()
  const versions = new Map<string, { version: number; epoch: string | null }>()
  /** Pulls that reached each phone, and how many had when the server took a fact. */
  const pulls = new Map<string, number>()
  const takenAfter = new Map<Id, number>()

  function lookAt(world: World, device: Device): Id[] {
    const phone = device.phone()
    if (!phone || device.isFrozen()) return []
    const me = phone.me.get().device
    const own = [...world.facts.values()].filter(
      ({ author, workOrder, isCopied, heardAt }) =>
        author.device === me && workOrder && !isCopied && heardAt <= world.schedule.now(),
    )
    const claims: Id[] = []
    for (const workOrder of new Set([...world.office.orders.keys(), ...own.flatMap((fact) => fact.workOrder ?? [])])) {
      const view = phone.workOrder(workOrder).get()
      const key = `${device.name}/${me}/${workOrder}`
      const seen = seenViews.get(key)
      if (seen?.view === view && seen.facts === own.length) continue
      seenViews.set(key, { view, facts: own.length })
      const ofOrder = own.filter((fact) => fact.workOrder === workOrder)
      if (!view) {
        const waiting = phone.outbox.get().waiting.filter((item) => item.state === 'on_phone')
        const here = new Set(waiting.map((item) => item.id))
        // A restored server is offered again what it once took of a work order that has left this phone since.
        for (const fact of ofOrder)
          if (here.has(fact.id) && !(world.restored > 0 && takenAfter.has(fact.id)))
            broken(
              world,
              'everyOwnFactShowsOnce',
              `${fact.token} is still only on ${device.name}, which does not show its work order`,
            )
        continue
      }
      const shown = Map.groupBy(factsShown(view.order.work), (fact) => fact.id)
      for (const [id, times] of shown)
        if (times.length > 1)
          broken(
            world,
            'nothingShowsTwice',
            `${device.name} shows ${world.facts.get(id)?.token ?? id} ${times.length} times`,
          )
      for (const fact of ofOrder) {
        const isTakenBack = own.some((other) => other.kind === 'withdraw' && other.about === fact.id)
        if (standsInDocument(fact) && !isTakenBack && !shown.has(fact.id))
          broken(world, 'everyOwnFactShowsOnce', `${device.name} does not show ${fact.kind} ${fact.token}`)
        const state = view.stateOf(fact.id)
        if (state === 'received' || state === 'on_record') claims.push(fact.id)
        const taken = takenAfter.get(fact.id)
        if (
          state === 'on_record' &&
          taken !== undefined &&
          (pulls.get(device.name) ?? 0) <= taken &&
          world.restored === 0
        )
          broken(world, 'onRecordByAPull', `${device.name} says ${fact.token} is on record, and no pull said so`)
      }
    }
    return claims
  }

  return {
    async look() {
      const world = worldOf()
      const claims = world.devices.flatMap((device) => lookAt(world, device)).filter((id) => !claimed.has(id))
      if (claims.length === 0) return
      for (const id of claims) claimed.add(id)
      const known = await ledgerHas(world, claims)
      for (const id of claims)
        if (!known.has(id))
          broken(
            world,
            'acknowledgedIsCommitted',
            `${world.facts.get(id)?.token} is called received, and the server does not have it`,
          )
    },

    async lookDeeper() {
      const world = worldOf()
      for (const device of world.devices) {
        for (const report of device.reports.splice(0))
          if (!isOutOfSpace(report))
            broken(
              world,
              'nothingThrows',
              `${device.name} reports ${report instanceof Error ? report.stack : String(report)}`,
            )
        const phone = device.phone()
        const store = phone && (await device.look())
        if (!store) continue
        const rows = await store.load()
        const kept = new Set(await store.keptBytes())
        for (const blob of rows.blobs) {
          const fact = world.facts.get(blob.fact)
          if (fact && blob.state !== 'stored' && !kept.has(blob.sha256))
            broken(
              world,
              'bytesStayUntilStored',
              `${device.name} let the bytes of ${fact.token} go in state ${blob.state}`,
            )
        }
        const { epoch } = rows.meta
        for (const { kind, id, version } of rows.documents) {
          if (kind !== 'work_order' && kind !== 'day') continue
          const key = `${rows.meta.device}/${kind}/${id}`
          const before = versions.get(key)
          if (before && before.epoch === epoch && version < before.version)
            broken(
              world,
              'versionsNeverGoBack',
              `${kind} ${id} went from ${before.version} to ${version} on ${device.name}`,
            )
          versions.set(key, { version, epoch })
        }
      }
    },

    heard({ phone, path, status, text }) {
      if (path.startsWith('/api/sync/push') && status === 200) {
        const { outcomes }: { outcomes: { id: Id; outcome: string }[] } = JSON.parse(text)
        for (const { id, outcome } of outcomes)
          if (outcome !== 'duplicate' && !takenAfter.has(id)) takenAfter.set(id, pulls.get(phone) ?? 0)
      }
      if (text.includes(notForPhones))
        broken(worldOf(), 'nothingOutOfScope', `${phone} was told by ${path} what is none of its business`)
    },

    delivered({ phone, path, status }) {
      if (status === 200 && path.startsWith('/api/sync/pull')) pulls.set(phone, (pulls.get(phone) ?? 0) + 1)
    },
  }
}

async function ledgerHas({ hub }: World, ids: readonly Id[]): Promise<Set<Id>> {
  const { rows } = await hub.inTenant(hub.orgId, (tx) =>
    sql<{
      id: Id
    }>`select command_id as id from app.ledger where org_id = ${tx.orgId} and command_id = any (${[...ids]}::uuid[])
      union select command_id from app.held_command where org_id = ${tx.orgId} and command_id = any (${[...ids]}::uuid[])`.execute(
      tx.db,
    ),
  )
  return new Set(rows.map((row) => row.id))
}
