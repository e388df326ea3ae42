import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Id } from '#core/kit/ids.ts'
import type { Command } from '#core/work-orders/commands.ts'
import { judgeOnPhone } from '#core/sync/rebase.ts'
import type { WorkOrder } from '#core/work-orders/document.ts'
import { type Holdings, openHoldings } from './holdings.ts'
import { openMemoryStore } from './memory-store.ts'
import { type AnyPut, firstMeta } from './store.ts'
import { findIn, indexOf } from './views/search.ts'
import { timeOf } from './views/time.ts'
import { agendaOf } from './views/visits.ts'
import { pulled } from './writes.ts'

const id = (n: number): Id => `018f0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const [device, member, technician] = [id(1), id(3), id(4)]
const organization = { name: 'Meridian', zone: 'America/New_York', locale: 'en-US', firstDayOfWeek: 7 }
const author = { member, name: 'Ines', technician, device }

/** A work order with one dispatched visit of this technician, and what was done on it. */
function order(n: number, zone: string, start: string, steps: Command[] = []): WorkOrder {
  const [workOrder, visit] = [id(100 + n), id(200 + n)]
  const details = {
    customer: id(50),
    site: id(60),
    assets: [id(70)],
    contact: null,
    kind: 'reactive' as const,
    priority: 'P2' as const,
    title: `Job ${n}`,
    description: '',
    jobType: null,
    requestedAt: start,
    targetAt: null,
    reference: '',
    accessNotes: '',
  }
  const requires = { signOff: false, photosBefore: 0, photosAfter: 0 }
  const commands: Command[] = [
    {
      type: 'raise',
      body: { details, reported: null, zone, tasks: [], requires, provisional: null, origin: 'office', at: start },
    },
    { type: 'plan_visit', body: { visit, start, minutes: 60, window: null, crew: [technician], lead: null } },
    { type: 'dispatch_visit', body: { visit } },
    ...steps,
  ]
  return (
    commands.reduce<WorkOrder | null>((so, command, at) => {
      const envelope = {
        id: id(1000 * n + at),
        stream: { kind: 'work_order' as const, id: workOrder },
        seen: 0,
        at: { wall: start, mono: 0, life: 'a', offset: null },
      }
      const decision = judgeOnPhone(so, command, envelope, author, 'record', `WO-${1000 + n}`)
      return 'refusal' in decision ? assert.fail(decision.refusal.code) : decision.order
    }, null) ?? assert.fail()
  )
}

const put = ({ work }: WorkOrder): AnyPut => ({
  kind: 'work_order',
  id: work.id,
  version: 1,
  body: { work, settled: 0, customerName: 'Bakery Öz', siteName: 'Shop', technicians: {} },
})

async function holding(...puts: AnyPut[]): Promise<Holdings> {
  const account = { orgId: id(2), memberId: member, technicianId: technician, name: 'Ines', organization }
  const holdings = await openHoldings(openMemoryStore(firstMeta(device, account)), () => {})
  await holdings.change(
    pulled(
      { puts, evict: [], more: false },
      { epoch: 'one', offset: 0, at: '2026-11-23T08:00:00.000Z', now: '2026-11-23T08:00:00.000Z' },
    ),
  )
  return holdings
}

test('today is the site’s today: a visit at midnight stands under the day its customer calls it', async () => {
  const holdings = await holding(
    put(order(1, 'America/New_York', '2026-11-24T03:30:00.000Z')),
    put(order(2, 'Europe/Berlin', '2026-11-24T03:30:00.000Z')),
    put(order(3, 'America/New_York', '2026-11-22T15:00:00.000Z')),
  )
  const agenda = agendaOf(holdings, '2026-11-23T20:00:00.000Z')
  assert.deepEqual(
    agenda.today.map((card) => card.title),
    ['Job 1'],
  )
  assert.deepEqual(
    agenda.later.map((day) => [day.date, day.visits[0]?.title]),
    [['2026-11-24', 'Job 2']],
  )
  assert.deepEqual(
    agenda.earlier.map((card) => card.title),
    ['Job 3'],
  )
})

test('where the clock runs comes first, and what was finished moves out of the way', async () => {
  const at = '2026-11-23T14:00:00.000Z'
  const finish: Command = {
    type: 'finish',
    body: { visit: id(202), technician, at, outcome: 'done', returnReason: null, note: '', missing: [], evidence: [] },
  }
  const holdings = await holding(
    put(order(1, 'America/New_York', at, [{ type: 'arrive', body: { visit: id(201), technician, at } }])),
    put(order(2, 'America/New_York', at, [{ type: 'arrive', body: { visit: id(202), technician, at } }, finish])),
  )
  const agenda = agendaOf(holdings, at)
  assert.deepEqual(
    [agenda.now, agenda.today, agenda.finished].map((cards) => cards.map((card) => card.title)),
    [['Job 1'], [], ['Job 2']],
  )
})

test('who leaves for another job without an outcome finds the visit on Today as not finished, until somebody finishes it', async () => {
  const at = '2026-11-23T14:00:00.000Z'
  const later = '2026-11-23T15:00:00.000Z'
  const left = (visit: Id): Command[] => [
    { type: 'arrive', body: { visit, technician, at } },
    { type: 'leave', body: { visit, technician, at: later } },
  ]
  const finish: Command = {
    type: 'finish',
    body: {
      visit: id(202),
      technician,
      at: later,
      outcome: 'done',
      returnReason: null,
      note: '',
      missing: [],
      evidence: [],
    },
  }
  const holdings = await holding(
    put(order(1, 'America/New_York', at, left(id(201)))),
    put(order(2, 'America/New_York', at, [...left(id(202)), finish])),
    put(
      order(3, 'America/New_York', at, [
        { type: 'cancel_visit', body: { visit: id(203), reason: 'Closed' } },
        ...left(id(203)),
      ]),
    ),
    put(order(4, 'America/New_York', at, [{ type: 'arrive', body: { visit: id(204), technician, at: later } }])),
  )
  const agenda = agendaOf(holdings, later)
  const titles = (cards: readonly { title: string }[]) => cards.map((card) => card.title).sort()
  assert.deepEqual(titles(agenda.now), ['Job 4'])
  assert.deepEqual(titles(agenda.left), ['Job 1'])
  assert.deepEqual(titles(agenda.finished), ['Job 2', 'Job 3'])
})

test('a night shift counts on the day it began, in the organization’s zone, and a running clock counts up to now', async () => {
  const steps: Command[] = [
    { type: 'arrive', body: { visit: id(201), technician, at: '2026-11-24T03:30:00.000Z' } },
    { type: 'pause', body: { visit: id(201), technician, at: '2026-11-24T06:00:00.000Z', activity: 'break' } },
  ]
  const holdings = await holding(put(order(1, 'Europe/Berlin', '2026-11-24T03:00:00.000Z', steps)))
  const time = timeOf(holdings, '2026-11-24T06:20:00.000Z')
  const worked = time.week
    .filter((day) => day.lines.length > 0)
    .map((day) => [day.date, day.lines.map((line) => [line.activity, line.minutes])])
  assert.deepEqual(worked, [
    ['2026-11-23', [['work', 150]]],
    ['2026-11-24', [['break', 20]]],
  ])
  assert.equal(time.week[0]?.date, '2026-11-22')
  assert.equal(time.running?.activity, 'break')
})

test('anything of a customer finds their work: a name in any spelling, a number, a street, a serial, a phone', async () => {
  const contacts = [{ id: id(61), name: 'Łukasz Nowak', role: 'Janitor', phone: '030 901820', email: '' }]
  const holdings = await holding(
    put(order(1, 'Europe/Berlin', '2026-11-24T03:30:00.000Z')),
    {
      kind: 'customer',
      id: id(50),
      version: 1,
      body: { id: id(50), name: 'Bäckerei Öz', number: 'C-0012', phone: '+49 171 5550142', email: '' },
    },
    {
      kind: 'site',
      id: id(60),
      version: 1,
      body: {
        id: id(60),
        customer: id(50),
        name: 'Backstube',
        address: 'Sonnenallee 12, 12045 Berlin',
        latitude: null,
        longitude: null,
        zone: 'Europe/Berlin',
        accessNotes: '',
        hazards: '',
        contacts,
        files: [],
      },
    },
    {
      kind: 'asset',
      id: id(70),
      version: 1,
      body: {
        id: id(70),
        site: id(60),
        name: 'Oven',
        make: 'Miwe',
        model: 'Condo 3',
        serial: 'AB-77/41',
        location: '',
        installedOn: null,
        warrantyUntil: null,
      },
    },
  )
  const index = indexOf(holdings)
  const found = (text: string) => new Set(findIn(index, text).map((hit) => hit.kind))
  assert.deepEqual(found('backerei oz'), new Set(['work_order', 'site', 'customer']))
  assert.ok(found('wo 1001').has('work_order'))
  assert.ok(found('sonnenallee').has('site'))
  assert.deepEqual(found('ab7741'), new Set(['asset']))
  assert.deepEqual(found('lukasz'), new Set(['site']))
  assert.deepEqual(found('0049 30 9018'), new Set(['site']))
  assert.deepEqual(found('0171 5550'), new Set(['customer']))
  assert.deepEqual(found('nobody'), new Set())
  assert.deepEqual(findIn(index, 'oven')[0]?.workOrders, [id(101)])
})
