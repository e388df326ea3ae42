import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addMinutes, type Instant, localDate, localTime, type Zone } from '#core/kit/time.ts'
import { central, company, eastern } from './data/company.ts'
import { closes, nextWorkday, opens } from './hours.ts'
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
