import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { OpenPhone } from '../../field/offline/open-phone.ts'
import type { Rows } from '../../field/offline/store.ts'
import type { Device } from './device.ts'
import type { Fact } from './facts.ts'
import { notForPhones } from './hub.ts'
import { ask, withdrawnOf } from './invariants.ts'
import type { Heard } from './line.ts'
import { shownOn } from './screen.ts'
import {
  acknowledgedIsCommitted,
  bytesStayUntilStored,
  type KeptFile,
  nothingOutOfScope,
  nothingThrows,
  ofScreens,
  type Seen,
  versionsNeverGoBack,
} from './watched.ts'
import type { World } from './world.ts'

/** Looks at every phone whenever something happened: what must hold at any moment (`watched.ts`) is not left to the end. */
export type Watch = {
  look: () => Promise<void>
  /** At one work order on one phone alone. */
  lookAt: (device: Device, workOrder: Id) => Promise<void>
  /** Past the screens, at the disks; dearer, so once a step. */
  lookDeeper: () => Promise<void>
  /** The server said something to a phone; whether it arrived is another matter. */
  heard: (heard: Heard) => void
  /** An answer reached the phone whole. */
  delivered: (heard: Heard) => void
}

const none: ReadonlySet<Id> = new Set()

export function openWatch(worldOf: () => World): Watch {
  const seenViews = new Map<string, { view: unknown; facts: number }>()
  const claimed = new Set<Id>()
  const versions = new Map<string, Seen['now']>()
  /** Pulls that reached each phone, and how many had when the server took a fact. */
  const pulls = new Map<string, number>()
  const takenAfter = new Map<Id, number>()

  /** Asks of every work order whose view is another one since, and says what the phone calls received. */
  function lookAt(world: World, device: Device, only?: Id): Id[] {
    const phone = device.phone()
    if (!phone || device.isFrozen()) return []
    const me = phone.me.get().device
    const all = () => new Set([...world.office.orders.keys(), ...world.book.ordersOf(me)])
    return [...(only === undefined ? all() : [only])].flatMap((workOrder) => {
      const facts = world.book.on(me, workOrder).filter((one) => !one.isCopied && one.heardAt <= world.schedule.now())
      const view = shownOn(phone, workOrder)
      const key = `${device.name}/${me}/${workOrder}`
      const seen = seenViews.get(key)
      if (seen?.view === view && seen.facts === facts.length) return []
      seenViews.set(key, { view, facts: facts.length })
      ask(world, ofScreens, {
        phone: device.name,
        facts,
        work: view?.order.work ?? null,
        stateOf: (id) => view?.stateOf(id) ?? null,
        onPhone: view ? none : onlyOn(phone),
        pulls: pulls.get(device.name) ?? 0,
        takenAfter,
        restored: world.restored,
      })
      const isClaimed = ({ id }: Fact) => ['received', 'on_record'].includes(view?.stateOf(id) ?? '')
      return facts.filter(isClaimed).map((fact) => fact.id)
    })
  }

  /** What is called received for the first time is committed. */
  async function areCommitted(world: World, claims: readonly Id[]): Promise<void> {
    const fresh = claims.filter((id) => !claimed.has(id))
    if (fresh.length === 0) return
    for (const id of fresh) claimed.add(id)
    const called = fresh.map((id) => ({ id, token: world.facts.get(id)?.token ?? id }))
    ask(world, { acknowledgedIsCommitted }, called, await ledgerHas(world, fresh))
  }

  function recordsOn(phone: string, { documents, meta }: Rows): Seen[] {
    const { device, epoch } = meta
    return documents.flatMap(({ kind, id, version }) => {
      if (kind !== 'work_order' && kind !== 'day') return []
      const key = `${device}/${kind}/${id}`
      const before = versions.get(key)
      const now = { version, epoch }
      versions.set(key, now)
      return [{ phone, kind, id, before, now }]
    })
  }

  return {
    async look() {
      const world = worldOf()
      const claims = world.devices.flatMap((device) => lookAt(world, device))
      await areCommitted(world, claims)
    },
    async lookAt(device, workOrder) {
      const world = worldOf()
      await areCommitted(world, lookAt(world, device, workOrder))
    },

    async lookDeeper() {
      const world = worldOf()
      for (const device of world.devices) {
        ask(world, { nothingThrows }, device.name, device.reports.splice(0))
        const store = device.phone() && (await device.look())
        if (!store) continue
        const rows = await store.load()
        const kept = new Set(await store.keptBytes())
        ask(world, { bytesStayUntilStored }, await filesOn(world, device.name, rows, kept))
        ask(world, { versionsNeverGoBack }, recordsOn(device.name, rows))
      }
    },

    heard(heard) {
      const { phone, path, status, text } = heard
      if (path.startsWith('/api/sync/push') && status === 200) {
        const { outcomes }: { outcomes: { id: Id; outcome: string }[] } = JSON.parse(text)
        for (const { id, outcome } of outcomes)
          if (outcome !== 'duplicate' && !takenAfter.has(id)) takenAfter.set(id, pulls.get(phone) ?? 0)
      }
      ask(worldOf(), { nothingOutOfScope }, heard, notForPhones)
    },

    delivered({ phone, path, status }) {
      if (status === 200 && path.startsWith('/api/sync/pull')) pulls.set(phone, (pulls.get(phone) ?? 0) + 1)
    },
  }
}

function onlyOn(phone: OpenPhone): ReadonlySet<Id> {
  const waiting = phone.outbox.get().waiting.filter((item) => item.state === 'on_phone')
  return new Set(waiting.map((item) => item.id))
}

async function filesOn(world: World, phone: string, { blobs }: Rows, kept: ReadonlySet<string>): Promise<KeptFile[]> {
  const { facts } = world
  const gone = blobs.filter(({ state, sha256 }) => state === 'over' && !kept.has(sha256))
  const takenBack = withdrawnOf(facts)
  const stored =
    gone.length === 0
      ? none
      : await storedOf(
          world,
          gone.map((blob) => blob.sha256),
        )
  return blobs.flatMap(({ fact, state, sha256 }) => {
    const token = facts.get(fact)?.token
    const isSafe = takenBack.has(fact) || stored.has(sha256)
    return token === undefined ? [] : [{ phone, token, state, isKept: kept.has(sha256), isSafe }]
  })
}

async function storedOf({ hub }: World, hashes: readonly string[]): Promise<Set<string>> {
  const { rows } = await hub.inTenant(hub.orgId, (tx) =>
    sql<{ sha256: string }>`select sha256 from app.file
      where org_id = ${tx.orgId} and state = 'stored' and sha256 = any (${[...hashes]}::text[])`.execute(tx.db),
  )
  return new Set(rows.map((row) => row.sha256))
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
