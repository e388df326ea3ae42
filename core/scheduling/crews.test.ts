import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { at, boiler, km, person, travel, visit } from './example-plans.ts'
import { leftTo } from './from-board.ts'
import { type Piece, problemsOf } from './place.ts'
import { type Plan, planFrom, type PlanRow } from './plan.ts'
import { suggest } from './suggest.ts'
import { slotWords, whyNotWords } from './words.ts'

const lift: Piece = { ...boiler, skills: ['Boilers', 'Lifts'], crewSize: 2 }
const [morning, evening] = [at('07:00'), at('16:00')]
const having = (name: string, skills: string[], more: Partial<PlanRow> = {}) =>
  person(name, { skills: new Map(skills.map((skill) => [skill, null])), ...more })
const crewsOf = (plan: Plan, piece: Piece) =>
  suggest(plan, piece, morning, evening).best.map(({ technician, mates }) => [
    technician,
    ...mates.map((mate) => mate.technician),
  ])
const names = {
  visit: (id: string) => id,
  skill: (id: string) => id,
  technician: (id: string) => id,
  day: () => 'some day',
}

test('work for two that needs two skills is suggested to a pair of which each has one, with who brings what', () => {
  const rows = [having('tara', ['Boilers']), having('near', ['Boilers'], { home: km(20) }), having('luis', ['Lifts'])]
  const { best, others } = suggest(planFrom(rows, [], travel), lift, morning, evening)
  const pairs = best.map(({ technician, mates }) => [technician, ...mates.map((mate) => mate.technician)].toSorted())
  assert.deepEqual(pairs, [
    ['luis', 'near'],
    ['luis', 'tara'],
  ])
  const [first] = best
  assert.ok(first)
  assert.deepEqual(slotWords(first, names), ['40 min detour', 'Has Lifts', 'With near, who has Boilers'])
  assert.deepEqual(others, [])
})

test('a skill nobody has, or no longer has when the work is done, is brought by nobody', () => {
  const boilers = having('tara', ['Boilers'])
  const alone = suggest(planFrom([boilers, having('mo', [])], [], travel), lift, morning, evening)
  assert.deepEqual(alone.best, [])
  assert.deepEqual(
    alone.others.map(({ technician, why }) => [technician, ...why.map((one) => whyNotWords(one, technician, names))]),
    [
      ['tara', 'Nobody who makes up the crew is free then'],
      ['mo', 'mo has no Boilers', 'mo has no Lifts'],
    ],
  )
  const ending = person('luis', { skills: new Map([['Lifts', at('07:30')]]) })
  assert.deepEqual(crewsOf(planFrom([boilers, ending], [], travel), lift), [])
})

test('a crew begins once all of it is free, later in the same gap of who leads', () => {
  const rows = [having('tara', ['Boilers']), having('luis', ['Lifts'])]
  const busy = [visit('a', 'luis', '07:00', '10:00', 20)]
  const [first] = suggest(planFrom(rows, busy, travel), lift, morning, evening).best
  assert.equal(first?.start, at('10:00'))
})

test('of three skills for three the crew that has them together is found, also where the nearest bring too little', () => {
  const rows = [
    having('tara', ['A']),
    having('near', ['A'], { home: km(20) }),
    having('b', ['B'], { home: km(60) }),
    having('c', ['C'], { home: km(90) }),
  ]
  const three = { ...lift, skills: ['A', 'B', 'C'], crewSize: 3 }
  const [first] = crewsOf(planFrom(rows, [], travel), three)
  assert.deepEqual(first?.toSorted(), ['b', 'c', 'near'])
})

test('whom the site refuses comes along with nobody', () => {
  const rows = [having('tara', ['Boilers']), having('luis', ['Lifts'])]
  assert.deepEqual(crewsOf(planFrom(rows, [], travel), { ...lift, refused: new Set(['luis']) }), [])
})

test('whatever is planned, a pair is suggested exactly when one could go, and none of it has a problem', () => {
  const fives = (from: number, to: number) => fc.integer({ min: from / 5, max: to / 5 }).map((five) => five * 5)
  const anyVisit = fc.tuple(fives(0, 540), fives(30, 240), fc.integer({ min: 0, max: 3 }), fives(0, 60))
  const anySkills = fc.array(fc.constantFrom('Boilers', 'Lifts'), { maxLength: 2 })
  fc.assert(
    fc.property(
      fc.array(anyVisit, { maxLength: 14 }),
      fc.array(anySkills, { minLength: 4, maxLength: 4 }),
      fives(0, 400),
      (drawn, skills, from) => {
        const visits = drawn.map(([start, long, row, where], index) => ({
          id: `v${index}`,
          technician: 'abcd'[row] ?? '',
          from: morning + start,
          to: morning + start + long,
          place: km(where),
        }))
        const rows = skills.map((has, row) => having('abcd'[row] ?? '', has))
        const plan = planFrom(rows, visits, travel)
        const piece = { ...lift, window: { from: morning + from, to: morning + from + 120 } }
        const goes = (crew: readonly string[], start: number) =>
          crew.every((one) => {
            const row = plan.rowOf.get(one) ?? -1
            return problemsOf(plan, row, leftTo(plan, piece, crew, one, start), start).length === 0
          })
        const { best } = suggest(plan, piece, morning - 120, evening)
        for (const { technician, mates, start } of best)
          assert.ok(goes([technician, ...mates.map((mate) => mate.technician)], start))
        if (best.length > 0) return
        for (const a of 'abcd')
          for (const b of 'abcd')
            for (let start = piece.window.from; a < b && start <= piece.window.to; start += 5)
              assert.ok(!goes([a, b], start), `${a} and ${b} could go`)
      },
    ),
    { numRuns: 200, seed: 20261124 },
  )
})
