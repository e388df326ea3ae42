import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { at, boiler, km, person, travel, visit } from './example-plans.ts'
import { neighboursOf, type Piece, type PlaceProblem, problemsOf } from './place.ts'
import { planFrom, type PlanVisit } from './plan.ts'
import { whoIsThereFirst } from './first-there.ts'
import { suggest } from './suggest.ts'

const codes = (problems: PlaceProblem[]) => problems.map(({ code }) => code)

test('what is wrong with a place is named: overlap, the way there and on, hours, window, target, site, skills, a refused technician', () => {
  const plan = planFrom(
    [person('tara', { skills: new Map([['Boilers', at('09:00')]]) })],
    [visit('a', 'tara', '08:00', '09:00', 0), visit('b', 'tara', '11:00', '12:00', 50)],
    travel,
  )
  assert.deepEqual(problemsOf(plan, 0, { ...boiler, skills: [] }, at('09:20')), [])
  const wrong = (start: string, piece: Partial<Piece>) =>
    problemsOf(plan, 0, { ...boiler, skills: [], ...piece }, at(start))
  assert.deepEqual(wrong('08:30', {}), [{ code: 'overlap', visit: 'a', minutes: 30 }])
  assert.deepEqual(wrong('09:15', {}), [{ code: 'travel_before', visit: 'a', short: 5 }])
  assert.deepEqual(wrong('09:40', {}), [{ code: 'travel_after', visit: 'b', short: 10 }])
  assert.deepEqual(codes(wrong('15:30', {})), ['outside_hours'])
  assert.deepEqual(wrong('12:45', { window: { from: at('13:00'), to: at('15:00') } }), [
    { code: 'outside_window', minutes: 15 },
  ])
  const due = { from: at('13:00'), to: at('15:00') }
  assert.deepEqual(wrong('12:45', { due }), [{ code: 'outside_due_window', due, early: true }])
  assert.deepEqual(wrong('13:00', { due }), [])
  assert.deepEqual(wrong('13:30', { due: { ...due, to: at('13:30') } }), [
    { code: 'outside_due_window', due: { ...due, to: at('13:30') }, early: false },
  ])
  assert.deepEqual(wrong('13:30', { target: at('13:00') }), [{ code: 'target_missed', minutes: 30 }])
  assert.deepEqual(codes(wrong('13:30', { siteOpen: Int32Array.of(at('08:00'), at('14:00')) })), ['site_closed'])
  assert.deepEqual(codes(wrong('13:30', { refused: new Set(['tara']) })), ['technician_refused'])
  assert.deepEqual(wrong('13:30', { skills: ['Boilers', 'Lifts'] }), [
    { code: 'skill_expired', skill: 'Boilers', since: at('09:00') },
    { code: 'skill_missing', skill: 'Lifts' },
  ])
})

test('a visit that is moved is not in its own way', () => {
  const plan = planFrom([person('tara')], [visit('a', 'tara', '08:00', '09:00', 20)], travel)
  assert.deepEqual(problemsOf(plan, 0, { ...boiler, visit: 'a' }, at('08:30')), [])
})

test('the best place is the one on the way, and everybody else is said why not', () => {
  const rows = [
    person('far', { home: km(200) }),
    person('near'),
    person('unskilled', { skills: new Map() }),
    person('refused'),
    person('full'),
    person('away', { open: new Int32Array() }),
    person('unsaid', { hoursKnown: false }),
  ]
  const visits = [visit('a', 'near', '08:00', '09:00', 10), visit('full', 'full', '07:00', '16:00', 20)]
  const plan = planFrom(rows, visits, travel)
  const { best, others } = suggest(plan, { ...boiler, refused: new Set(['refused']) }, at('07:00'), at('20:00'))
  assert.deepEqual(
    best.map(({ technician, start, detour }) => [technician, start - at('07:00'), detour]),
    [
      ['near', 130, 20],
      ['far', 180, 360],
    ],
  )
  assert.deepEqual(
    others.map(({ technician, why }) => [technician, why[0]?.code]),
    [
      ['unskilled', 'skill_missing'],
      ['refused', 'technician_refused'],
      ['full', 'no_gap'],
      ['away', 'not_working'],
      ['unsaid', 'no_hours'],
    ],
  )
})

test('of equal ways the customer’s own technician comes first, and five are shown', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  const plan = planFrom(
    names.map((name) => person(name)),
    [],
    travel,
  )
  const { best, others } = suggest(plan, { ...boiler, preferred: new Set(['f']) }, at('06:00'), at('20:00'))
  assert.deepEqual(
    best.map(({ technician }) => technician),
    ['f', 'a', 'b', 'c', 'd'],
  )
  assert.deepEqual(
    others.map(({ technician, why }) => [technician, why[0]?.code]),
    [
      ['e', 'dearer'],
      ['g', 'dearer'],
    ],
  )
})

test('where only one can do it five places of theirs are shown, the best first; what is taken is not among them', () => {
  const day = 1440
  const open = Int32Array.from([0, 1, 2, 3, 4, 5, 6].flatMap((n) => [at('07:00') + n * day, at('16:00') + n * day]))
  const rows = [person('tara', { open }), person('unskilled', { skills: new Map() })]
  const taken = visit('full', 'tara', '07:00', '16:00', 20)
  const { best, others } = suggest(planFrom(rows, [taken], travel), boiler, at('07:00'), at('07:00') + 7 * day)
  assert.deepEqual(
    best.map(({ technician, start }) => [technician, (start - at('07:00')) / day]),
    [1, 2, 3, 4, 5].map((n) => ['tara', n]),
  )
  assert.deepEqual(
    others.map(({ technician }) => technician),
    ['unskilled'],
  )
})

test('work for two names who comes along: free at the same time, with the least way; without one it says so', () => {
  const rows = [person('tara'), person('far', { home: km(90) }), person('mate', { skills: new Map(), home: km(15) })]
  const two = { ...boiler, crewSize: 2 }
  const pairs = (visits: PlanVisit[]) => suggest(planFrom(rows, visits, travel), two, at('07:00'), at('09:00'))
  assert.deepEqual(
    pairs([]).best.map(({ technician, mates }) => [technician, ...mates.map((mate) => mate.technician)]),
    [
      ['tara', 'mate'],
      ['far', 'mate'],
    ],
  )
  const busy = ['tara', 'far', 'mate'].flatMap((name) => [visit(name, name, '08:15', '16:00', 20)])
  const { best, others } = pairs(busy.slice(1))
  assert.deepEqual(best, [])
  assert.deepEqual(others[0], { technician: 'tara', why: [{ code: 'no_mate' }] })
})

test('outside where somebody usually works is dearer, not impossible; an absence is', () => {
  const rows = [
    person('elsewhere', { territories: new Set(['north']) }),
    person('here', { territories: new Set(['south']), home: km(10) }),
    person('away', { open: new Int32Array(), away: Int32Array.of(at('00:00'), at('23:59')) }),
  ]
  const plan = planFrom(rows, [], travel)
  const piece = { ...boiler, territory: 'south' }
  const { best } = suggest(plan, piece, at('07:00'), at('20:00'))
  assert.deepEqual(
    best.map(({ technician, elsewhere }) => [technician, elsewhere]),
    [
      ['here', false],
      ['elsewhere', true],
    ],
  )
  assert.deepEqual(codes(problemsOf(plan, 0, piece, at('09:00'))), ['outside_territory'])
  assert.deepEqual(codes(problemsOf(plan, 2, piece, at('09:00'))), ['absent'])
})

test('whoever is on call may be sent to what is urgent, and to nothing else; what begins in the past says so', () => {
  const plan = planFrom([person('tara', { onCall: Int32Array.of(at('16:00'), at('23:00')) })], [], travel)
  assert.deepEqual(codes(problemsOf(plan, 0, boiler, at('18:00'))), ['outside_hours'])
  assert.deepEqual(codes(problemsOf(plan, 0, { ...boiler, urgent: true }, at('18:00'))), [])
  assert.deepEqual(problemsOf(plan, 0, { ...boiler, now: at('08:30') }, at('08:00')), [
    { code: 'in_the_past', minutes: 30 },
  ])
})

test('for an emergency the nearest who works comes first, with what has to wait', () => {
  const rows = [person('tara'), person('luis'), person('off', { open: Int32Array.of(at('13:00'), at('20:00')) })]
  const visits = [
    visit('now', 'luis', '08:30', '09:30', 25),
    visit('next', 'luis', '10:00', '11:00', 60),
    visit('later', 'tara', '12:00', '13:00', 0),
  ]
  const found = whoIsThereFirst(planFrom(rows, visits, travel), boiler, at('09:00'))
  assert.deepEqual(found, [
    { technician: 'luis', arrives: at('09:05'), travel: 5, displaces: ['now', 'next'] },
    { technician: 'tara', arrives: at('09:20'), travel: 20, displaces: [] },
  ])
})

test('who is away is not sent; who is at work is, also when the work outlasts their day', () => {
  const rows = [
    person('sick', { away: Int32Array.of(at('00:00'), at('23:00')) }),
    person('tara', { home: km(5) }),
    person('gone', { open: Int32Array.of(at('07:00'), at('15:00')) }),
  ]
  const found = whoIsThereFirst(planFrom(rows, [], travel), boiler, at('15:20'))
  assert.deepEqual(
    found.map(({ technician }) => technician),
    ['tara'],
  )
})

test('over a lunch the way comes from the visit before it, over a night from the start of the day', () => {
  const open = Int32Array.of(at('07:00') - 1440, at('16:00') - 1440, at('08:00'), at('12:00'), at('13:00'), at('17:00'))
  const visits = [
    { ...visit('evening', 'tara', '15:00', '16:00', 90), from: at('15:00') - 1440, to: at('16:00') - 1440 },
    visit('morning', 'tara', '11:00', '12:00', 50),
  ]
  const plan = planFrom([person('tara', { open, start: km(0) })], visits, travel)
  const before = (start: string) => neighboursOf(plan, 0, boiler, at(start)).before
  assert.deepEqual(before('13:00'), { visit: 'morning', until: at('12:00'), travel: 30, known: true, place: km(50) })
  assert.deepEqual(before('08:30'), { visit: null, until: at('08:00'), travel: 20, known: true, place: km(0) })
})

test('whatever is planned, no suggestion has a problem but for a target that cannot be met', () => {
  const minutes = (from: number, to: number) => fc.integer({ min: from / 5, max: to / 5 }).map((five) => five * 5)
  const anyVisit = fc.tuple(
    minutes(0, 540),
    minutes(15, 120),
    fc.integer({ min: 0, max: 2 }),
    fc.integer({ min: 0, max: 60 }),
  )
  fc.assert(
    fc.property(
      fc.array(anyVisit, { maxLength: 12 }),
      fc.option(minutes(0, 600)),
      minutes(0, 400),
      (drawn, target, from) => {
        const visits = drawn.map(([start, long, row, where], index) => ({
          id: `v${index}`,
          technician: 'abc'[row] ?? '',
          from: at('07:00') + start,
          to: at('07:00') + start + long,
          place: km(where),
        }))
        const plan = planFrom([person('a'), person('b', { home: km(40) }), person('c')], visits, travel)
        const piece = {
          ...boiler,
          target: target === null ? null : at('07:00') + target,
          window: { from: at('07:00') + from, to: at('07:00') + from + 240 },
        }
        for (const slot of suggest(plan, piece, at('07:00'), at('20:00')).best) {
          const row = plan.rowOf.get(slot.technician) ?? -1
          const problems = codes(problemsOf(plan, row, piece, slot.start)).filter((code) => code !== 'target_missed')
          assert.deepEqual(problems, [])
        }
      },
    ),
    { numRuns: 300, seed: 20261123 },
  )
})
