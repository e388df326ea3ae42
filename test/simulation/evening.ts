import type { Id } from '#core/kit/ids.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import {
  berlin,
  byLuis,
  dispatched,
  idOf,
  luis,
  luisMember,
  office,
  orderId,
  phoneA,
} from '#core/work-orders/testing.ts'
import { type BlobRow, type CommandRow, firstMeta, type Rows } from '../../field/offline/store.ts'
import { type Fact, type FactKind, plainFact } from './facts.ts'
import type { Promised } from './invariants.ts'
import type { PhoneAtRest, Settled } from './record.ts'

/** A day as it ended well: what one technician pressed, and what server and phone have of it. Every promise is kept. */
export type Evening = { facts: Fact[]; promised: Promised; settled: Settled; phone: PhoneAtRest; work: WorkDocument }

const at = '2026-10-24T07:00:00.000Z'
const half = '2026-10-24T07:30:00.000Z'
const hash = 'a'.repeat(64)
const price = 12_500

export function goodEvening(): Evening {
  const recorder = dispatched()
  const fact = { visit: recorder.onlyVisit.id, technician: luis, at }
  const note = recorder.send('note', { ...fact, text: 'word1', audience: 'crew' }, byLuis)
  const part = { item: null, sku: '', name: 'word2', quantity: 1500, unit: 'each', serial: '', note: '' }
  const fitted = recorder.send('part', { ...fact, ...part }, byLuis)
  const time = { activity: 'work' as const, from: at, to: half, note: 'word3' }
  const worked = recorder.send('record_time', { ...fact, ...time }, byLuis)
  const bytes = { sha256: hash, size: 900, type: 'image/jpeg', width: 32, height: 24, position: null }
  const picture = { ...fact, ...bytes, phase: 'after' as const, caption: 'word4', audience: 'customer' as const }
  const taken = recorder.send('photo', picture, byLuis, { isStored: () => true })
  const line = { line: idOf(0x51), description: 'Call-out', quantity: 1000, unit: 'each', taxRate: idOf(0x52) }
  recorder.send('add_line', { ...line, unitPrice: price, reason: 'As agreed' }, office)
  const { order } = recorder
  if (!order) throw new Error('the recorder has a work order')
  const { work, money } = order

  const drive = idOf(0x61)
  const facts = [
    pressed('note', note, 'word1'),
    pressed('part', fitted, 'word2', { quantity: 1500 }),
    pressed('minutes', worked, 'word3', { minutes: 30 }),
    pressed('photo', taken, 'word4', { photo: { sha256: hash, size: 900 } }),
    pressed('day', drive, 'word5', { workOrder: null }),
  ]
  const entry = { id: drive, activity: 'depot' as const, from: at, to: half, note: 'word5', device: phoneA }
  const wanted = [{ kind: 'work_order' as const, id: orderId, version: work.version, rank: 0 }]
  const body = { work, settled: facts.length, customerName: '', siteName: '', technicians: {} }
  const phone: PhoneAtRest = {
    name: 'phone 1',
    rows: {
      ...rowsOf(facts),
      documents: [{ kind: 'work_order', id: orderId, version: work.version, body, parked: false }],
    },
    isShown: true,
    wanted,
    bodies: new Map([[`work_order/${orderId}`, JSON.parse(JSON.stringify(body))]]),
  }
  const settled: Settled = {
    ledger: facts.map((one, index) => ({ ...lineOf(one), dseq: index + 1 })),
    entries: facts.map((one) => ({ command: one.id, stream: streamOf(one), type: one.kind, n: 0 })),
    held: [],
    works: new Map([[orderId, { work, money }]]),
    days: new Map([[luis, { id: luis, version: 1, entries: [{ ...entry, corrected: false }] }]]),
    differing: [],
    feed: { rows: 9, last: 9 },
    files: [{ sha256: hash, state: 'stored', onDisk: hash }],
    phones: [phone],
  }
  const promised: Promised = {
    facts: new Map(facts.map((one) => [one.id, one])),
    poisoned: new Set(),
    passedOver: new Set(),
    restored: 0,
    office: { orders: new Map(), prices: new Map([[line.line, price]]) },
  }
  return { facts, promised, settled, phone, work }
}

function pressed(kind: FactKind, id: Id, token: string, more: Partial<Fact> = {}): Fact {
  const plain = plainFact(kind, token, { device: phoneA, member: luisMember, technician: luis })
  return { ...plain, id, workOrder: orderId, heardAt: 0, ...more }
}

const streamOf = ({ workOrder }: Fact) => (workOrder ? `work_order/${workOrder}` : `day/${luis}`)

function lineOf(fact: Fact): Settled['ledger'][number] {
  const { device, member } = fact.author
  return { id: fact.id, device, member, dseq: null, outcome: 'applied', stream: streamOf(fact), times: 1 }
}

function rowsOf(facts: readonly Fact[]): Rows {
  const organization = { name: 'Larch Heating', zone: berlin, locale: 'en-GB', firstDayOfWeek: 1 }
  const account = { orgId: idOf(1), memberId: luisMember, technicianId: luis, name: 'Luis', organization }
  const heard = { outcome: 'applied', first: null, code: null, params: null, number: null, acknowledgedAt: at } as const
  const commands = facts.map((fact, index): CommandRow => {
    const isOnDay = fact.workOrder === null
    const stream = {
      streamKind: isOnDay ? ('day' as const) : ('work_order' as const),
      streamId: fact.workOrder ?? luis,
    }
    const frozen = { type: fact.kind, bytes: '{}', sha256: '', capturedAt: at, declined: null, settledAt: at }
    return { dseq: index + 1, id: fact.id, stream: streamOf(fact), ...stream, ...frozen, ...heard }
  })
  const blobs = facts.flatMap((fact): BlobRow[] => {
    if (!fact.photo) return []
    const stored = { state: 'stored' as const, code: null, kept: true }
    return [
      { ...fact.photo, mediaType: 'image/jpeg', fact: fact.id, stream: streamOf(fact), capturedAt: at, ...stored },
    ]
  })
  return { documents: [], commands, blobs, notices: [], copies: [], meta: firstMeta(phoneA, account) }
}
