import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { addMinutes, type Instant, localDate, localTime, type Zone } from '#core/kit/time.ts'
import { rebuildSome } from '#server/work-orders/rebuild.ts'
import { testPassword, testServer, type TestServer } from '#test/support/server.ts'
import { orgId } from './cast.ts'
import { central, company, eastern } from './data/company.ts'
import { seed, takeStep } from './demo.ts'
import { closes, isWorkday, nextWorkday, opens } from './hours.ts'
import { planOf } from './plan.ts'
import type { DemoOrder } from './plan/orders.ts'

/** A first start at each of these, by the company's clock in winter; 22:00 is the next day already in UTC. */
const moments = {
  'three at night': '2026-11-18T08:00:00.000Z',
  'half past nine': '2026-11-18T14:30:00.000Z',
  'a quarter to five': '2026-11-18T21:45:00.000Z',
  'ten in the evening': '2026-11-19T03:00:00.000Z',
  'a Sunday at noon': '2026-11-22T17:00:00.000Z',
  'a Saturday at three at night': '2026-11-21T08:00:00.000Z',
  'the night in which the clocks go back': '2026-11-01T06:30:00.000Z',
}
const late = '18:30'

const ofToday = (now: Instant) => {
  const orders = planOf(now).filter((order) => order.name.startsWith('today/') && order.trip !== null)
  return { orders, is: (...fates: DemoOrder['fate'][]) => orders.filter((order) => fates.includes(order.fate)) }
}
const endOf = ({ trip }: DemoOrder) => (trip ? addMinutes(trip.depart, trip.drive + trip.minutes) : '')

for (const [called, now] of Object.entries(moments)) {
  test(`${called}: every visit is planned and worked in the hours of its site, in both zones, and one may be late`, () => {
    const late: DemoOrder[] = []
    const zones = new Set<Zone>()
    for (const order of planOf(now)) {
      assert.ok(order.raisedAt <= now, `${order.name} is raised ${order.raisedAt}`)
      const { start, site, trip } = order
      if (start === null) continue
      zones.add(site.zone)
      assert.ok(order.raisedAt < start, order.name)
      const hours = (at: Instant) => localTime(at, site.zone)
      assert.ok(hours(start) >= opens && hours(addMinutes(start, order.minutes)) <= closes, order.name)
      assert.equal(localDate(start, site.zone), localDate(addMinutes(start, order.minutes), site.zone), order.name)
      if (!trip) continue
      assert.ok(hours(addMinutes(trip.depart, trip.drive)) >= opens, order.name)
      assert.equal(localDate(endOf(order), site.zone), localDate(start, site.zone))
      if (hours(endOf(order)) > closes) late.push(order)
    }
    assert.deepEqual([...zones].sort(), [central, eastern])
    assert.ok(late.length <= 1, late.map((order) => order.name).join(', '))
    for (const order of late) assert.ok(localTime(endOf(order), order.site.zone) <= '18:30', order.name)
  })

  test(`${called}: the same moment gives the same company`, () => assert.deepEqual(planOf(now), planOf(now)))
}

test('before breakfast the whole day is still to come', () => {
  const { orders, is } = ofToday(moments['three at night'])
  assert.ok(orders.length > 18)
  assert.equal(is('today_next').length, orders.length)
})

test('in the morning the first are done, others are driving and on site, and most is still to come', () => {
  const { orders, is } = ofToday(moments['half past nine'])
  const states = new Set(is('today_now').map((order) => order.now))
  assert.ok(is('today_done').length > 0)
  assert.ok(states.has('on_site') && (states.has('travelling') || states.has('accepted')), [...states].join())
  assert.ok(is('today_next').length > orders.length / 2)
})

test('late in the afternoon what should have ended has, but for some that take longer', () => {
  const now = moments['a quarter to five']
  const { orders, is } = ofToday(now)
  const over = orders.filter((order) => order.start !== null && addMinutes(order.start, order.minutes) < now)
  const done = over.filter((order) => order.fate === 'today_done')
  assert.ok(done.length >= over.length * 0.8 && done.length < orders.length, `${done.length} of ${over.length}`)
  assert.ok(is('today_now').length > 0)
})

test('in the evening the day is done, one of it late; only what a lost phone holds is not known', () => {
  const { orders, is } = ofToday(moments['ten in the evening'])
  const open = is('today_now', 'today_next')
  assert.deepEqual([...new Set(open.map((order) => order.who.key))], ['owen'])
  assert.equal(orders.filter((order) => localTime(endOf(order), order.site.zone) > closes).length, 1)
})

test('a weekend is thin, with two on call, and the working day after it is full', () => {
  for (const called of ['a Sunday at noon', 'a Saturday at three at night'] as const) {
    const now = moments[called]
    const { orders } = ofToday(now)
    assert.equal(new Set(orders.map((order) => order.who.key)).size, 2)
    assert.ok(orders.length <= 3 && orders.every((order) => order.jobType.kind === 'reactive'))
    const next = nextWorkday(localDate(now, company.zone))
    const then = planOf(now).filter((order) => order.start && localDate(order.start, order.site.zone) === next)
    assert.ok(then.length >= 18, `${then.length}`)
  }
})

/** The company as it would have been made at that moment, with its month told. */
async function companyAt(now: Instant): Promise<TestServer> {
  const server = await testServer()
  await seed(server.services, testPassword, 'small', now)
  for (let step: number | null = 0; step !== null; ) step = await takeStep(server.services, step)
  return server
}

for (const called of ['three at night'] as const) {
  test(`${called}, as it is on record`, async (t) => {
    const now = moments[called]
    const server = await companyAt(now)
    const read = <Row>(query: ReturnType<typeof sql<Row>>) =>
      server.inTenant(orgId, async (tx) => (await query.execute(tx.db)).rows)

    await t.test('nothing is reported, heard, issued or exported in the future', async () => {
      const [latest] = await read(sql<{ claimed: Instant; heard: Instant; dated: string; exported: Instant }>`select
        (select max(event::jsonb -> 'data' ->> 'at') from app.entry) as claimed,
        (select max(heard_at) from app.entry) as heard,
        (select max(issue_date)::text from app.invoice) as dated, (select max(created_at) from app.export_batch) as exported`)
      assert.ok(
        latest && latest.claimed <= now && latest.heard <= now && latest.exported <= now,
        JSON.stringify(latest),
      )
      assert.ok(latest.dated <= localDate(now, company.zone), latest.dated)
    })

    await t.test('nobody is on site outside the hours of the site, but for the one who was late', async () => {
      const worked = await read(sql<{ zone: Zone; from: Instant; to: Instant | null; activity: string }>`
        select work.zone, entry.started_at as "from", entry.ended_at as "to", entry.activity
        from app.time_entry entry join app.work_order work on work.org_id = entry.org_id and work.id = entry.stream_id
        where entry.stream_kind = 'work_order'`)
      assert.ok(worked.length > 80)
      const outside = worked.filter(({ zone, from, to, activity }) => {
        const begins = activity === 'travel' ? '06:30' : opens
        return localTime(from, zone) < begins || (to !== null && localTime(to, zone) > closes)
      })
      assert.ok(outside.length <= 1, JSON.stringify(outside))
      assert.ok(outside.every(({ zone, to }) => to !== null && localTime(to, zone) <= late))
    })

    await t.test('invoices and exports are spread over the month', async () => {
      const invoices = await read(sql<{ date: string }>`
        select distinct issue_date::text as date from app.invoice where issue_date is not null`)
      assert.ok(invoices.length > 5, `${invoices.length} days`)
      assert.ok(invoices.every(({ date }) => isWorkday(date)))
      const batches = await read(sql<{ at: Instant }>`select created_at as at from app.export_batch order by number`)
      const dates = batches.map(({ at }) => localDate(at, company.zone))
      assert.ok(dates.length > 1)
      assert.deepEqual(dates, [...new Set(dates)].sort())
    })

    await t.test('technicians have days of their own: the depot, lunch, the drive home', async () => {
      const days = await read(sql<{ technician: string; activities: string[] }>`
        select technician_id as technician, array_agg(distinct activity order by activity) as activities
        from app.time_entry where stream_kind = 'day' group by technician_id`)
      assert.equal(days.length, 7)
      for (const activity of ['depot', 'lunch', 'drive_home', 'training'])
        assert.ok(
          days.some((day) => day.activities.includes(activity)),
          `${activity} in ${JSON.stringify(days)}`,
        )
      const clashes = await read(sql<{ day: string }>`
        select own.activity || ' ' || own.started_at as day from app.time_entry own join app.time_entry other
          on other.org_id = own.org_id and other.technician_id = own.technician_id and other.id <> own.id
          and other.started_at < own.ended_at and other.ended_at > own.started_at
        where own.stream_kind = 'day'`)
      assert.deepEqual(clashes, [])
    })

    await t.test('two on one visit take each photo once', async () => {
      const pairs = await read(sql<{ visit: string; photos: number; technicians: number }>`
        select crew.visit_id as visit, count(distinct crew.technician_id)::int as technicians,
          (select count(distinct photo.technician_id) from app.evidence photo
            where photo.org_id = crew.org_id and photo.visit_id = crew.visit_id and photo.kind = 'photo')::int as photos
        from app.visit_crew crew where crew.actual group by crew.org_id, crew.visit_id having count(*) > 1`)
      assert.ok(pairs.length > 0)
      assert.ok(
        pairs.every(({ photos }) => photos <= 1),
        JSON.stringify(pairs),
      )
    })

    await t.test('every row is the fold of its record', async () => {
      const { streams, differences } = await server.inTenant(orgId, (tx) => rebuildSome(tx, null, 10_000))
      assert.equal(streams, 107)
      assert.deepEqual(differences, [])
    })
  })
}
