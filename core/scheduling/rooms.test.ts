import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { at, boiler, km, person, travel, visit } from './example-plans.ts'
import { neighboursOf, type Piece, problemsOf } from './place.ts'
import { planFrom, type PlanVisit } from './plan.ts'
import { roomsOn } from './rooms.ts'
import { suggest } from './suggest.ts'

const [morning, evening] = [at('07:00'), at('16:00')]
const clock = (moment: number | undefined) =>
  moment === undefined ? null : new Date(moment * 60_000).toISOString().slice(11, 16)
const lunch = Int32Array.of(morning, at('12:00'), at('13:00'), evening)

function startOf(piece: Partial<Piece>, visits: readonly PlanVisit[] = [], open = Int32Array.of(morning, evening)) {
  const plan = planFrom([person('tara', { open })], visits, travel)
  return clock(suggest(plan, { ...boiler, ...piece }, morning, at('20:00')).best[0]?.start)
}

test('in a gap that begins before the window the visit begins within it, also where the site opens or the work is due later still', () => {
  const window = { from: at('10:00'), to: at('12:00') }
  assert.equal(startOf({ window }), '10:00')
  assert.equal(
    startOf({ window, siteOpen: Int32Array.of(at('06:00'), at('09:00'), at('11:00'), at('15:00')) }),
    '11:00',
  )
  assert.equal(startOf({ due: { from: at('10:30'), to: at('18:00') } }), '10:30')
  assert.equal(startOf({ due: { from: at('10:30'), to: at('18:00') }, window }), '10:30')
  assert.equal(startOf({ window, due: { from: at('12:30'), to: at('18:00') } }), null)
})

test('a window of one moment between two full five minutes is met to the minute', () => {
  assert.equal(startOf({ window: { from: at('10:02'), to: at('10:02') } }), '10:02')
})

test('after lunch the way comes from the last visit of the morning, and what was planned over lunch comes first', () => {
  assert.equal(
    startOf({ window: { from: at('11:30'), to: at('16:00') } }, [visit('a', 'tara', '11:00', '12:00', 120)], lunch),
    '13:40',
  )
  const over = visit('a', 'tara', '11:30', '14:00', 20)
  assert.equal(startOf({ window: { from: at('11:00'), to: at('16:00') } }, [over], lunch), '14:00')
})

test('there is room on a row exactly when some minute has no problem, and it begins within five minutes of the first', () => {
  const minutes = (from: number, to: number) => fc.integer({ min: from / 5, max: to / 5 }).map((five) => five * 5)
  const span = (longest: number) => fc.option(fc.tuple(minutes(0, 500), minutes(30, longest)))
  const anyVisit = fc.tuple(minutes(0, 500), minutes(15, 180), fc.integer({ min: 0, max: 60 }))
  const spanOf = (drawn: [number, number] | null) =>
    drawn && { from: morning + drawn[0], to: morning + drawn[0] + drawn[1] }
  fc.assert(
    fc.property(
      fc.array(anyVisit, { maxLength: 5 }),
      span(240),
      span(400),
      span(300),
      minutes(0, 300),
      (drawn, window, due, site, later) => {
        const visits = drawn.map(([from, long, where], index) => ({
          id: `v${index}`,
          technician: 'tara',
          from: morning + from,
          to: morning + from + long,
          place: km(where),
        }))
        const plan = planFrom([person('tara', { open: lunch })], visits, travel)
        const open = spanOf(site)
        const siteOpen = open && Int32Array.of(open.from, open.to)
        const piece = { ...boiler, window: spanOf(window), due: spanOf(due), siteOpen }
        const now = morning + later
        const fits = (start: number) =>
          problemsOf(plan, 0, piece, start).length === 0 &&
          start >= now + (neighboursOf(plan, 0, piece, start).before?.travel ?? 0)
        let first = now
        while (first < evening && !fits(first)) first++
        const rooms = roomsOn(plan, 0, piece, now, evening)
        assert.equal(rooms.length > 0, first < evening)
        for (const room of rooms) assert.ok(fits(room.first))
        if (rooms[0]) assert.ok(rooms[0].first - first < 5)
      },
    ),
    { numRuns: 400, seed: 20261124 },
  )
})
