import assert from 'node:assert/strict'
import { test } from 'node:test'
import { millisecondsOf } from '#core/kit/time.ts'
import type { Board } from '#core/scheduling/board-api.ts'
import { planOfBoard } from '#core/scheduling/from-board.ts'
import { namesOn } from '#core/scheduling/words.ts'
import { at, boardOf, siteOn, technicianOn, visitOn, waiting } from '#test/support/board.ts'
import type { Carried, CarryMode, Target } from './carry.ts'
import { checked } from './checked.ts'
import { fitAt, stepOf } from './dropping.ts'
import { nobody } from './rows.ts'

const here = { lat: 52.52, lon: 13.4 }
const there = { lat: 52.7, lon: 13.4 }
const visit = visitOn('a', ['ada'], '10:00', { site: 'depot' })
const board = boardOf({
  technicians: [
    technicianOn('ada', { start: here, home: here }),
    technicianOn('ben', { start: here, home: here, skills: [{ id: 'gas', until: null }] }),
    technicianOn('nobody-knows', { open: null }),
  ],
  skills: [{ id: 'gas', name: 'Gas' }],
  sites: [siteOn('depot', { position: there, refused: ['ben'] }), siteOn('nowhere')],
  visits: [visit],
  tray: [waiting('w', { site: 'depot' })],
})

function drop(what: Carried, row: string, time: string, mode: CarryMode = 'move', on: Board = board, minutes = 60) {
  const target: Target = { row, start: millisecondsOf(at(time)), minutes, mode }
  const names = namesOn(on, String)
  const fit = fitAt(on, planOfBoard(on, on.at), names, what, target)
  let next = 0
  const step = stepOf(on, what, target, fit, () => `new-${++next}`, names.technician)
  return { step, words: fit.problems.map(({ words }) => words), neighbours: fit.neighbours }
}

const item = (id: string, more = {}): Carried => ({ kind: 'item', item: waiting(id, more) })
const held: Carried = { kind: 'visits', held: visit, row: 'ada', with: [] }

test('work dropped from the tray becomes a visit of whoever has the row', () => {
  const { step } = drop(item('w'), 'ben', '09:00')
  assert.deepEqual(step, {
    words: 'W planned for ben',
    changes: [
      {
        kind: 'plan',
        workOrder: 'order-w',
        visit: 'new-1',
        to: { start: at('09:00'), minutes: 60, window: null, crew: ['ben'], lead: 'ben' },
        despite: [],
        beside: [],
      },
    ],
  })
})

test('a visit that waits for a time keeps being that visit', () => {
  const { step } = drop(item('w', { visit: 'old' }), 'ben', '09:00')
  assert.deepEqual([step?.changes[0]?.kind, step?.changes[0]?.visit], ['replan', 'old'])
})

test('what waits keeps the window the customer was promised, and the crew it waits with when one of them has the row', () => {
  const window = { from: at('08:00'), to: at('10:00') }
  const waits = { visit: 'old', window, crew: ['ada', 'ben'], lead: 'ada' }
  const to = (row: string) => {
    const change = drop(item('w', waits), row, '09:00').step?.changes[0]
    return change?.kind === 'replan' ? [change.to.window, change.to.crew, change.from.crew] : null
  }
  assert.deepEqual(to('ben'), [window, ['ada', 'ben'], ['ada', 'ben']])
  assert.deepEqual(to('cleo'), [window, ['cleo'], ['ada', 'ben']])
})

test('the ghost says every problem in words, and the step carries them to the record', () => {
  const { step, words } = drop(item('w', { site: 'depot', skills: ['gas'], crewSize: 2 }), 'ada', '10:30')
  assert.deepEqual(words, ['Overlaps A by 30 min', 'ada has no Gas', 'Needs 2, has 1'])
  const [change] = step?.changes ?? []
  assert.deepEqual(change?.kind === 'plan' && change.despite?.map(({ code }) => code), [
    'overlap',
    'skill_missing',
    'crew_too_small',
  ])
  assert.deepEqual(drop(item('w', { site: 'depot' }), 'ben', '16:30').words, [
    'Outside working hours',
    'The site does not want ben',
  ])
  assert.deepEqual(drop(item('w'), 'ben', '06:00').words, ['Outside working hours', 'Begins in the past'])
})

test('the ways there and on are said; where nobody knows where a site is no way is made up', () => {
  const { neighbours } = drop(item('w', { site: 'depot' }), 'ben', '10:00')
  assert.ok((neighbours.before?.travel ?? 0) > 10)
  const unknown = drop(item('w', { site: 'nowhere' }), 'ben', '10:00')
  assert.deepEqual([unknown.neighbours.before?.travel, unknown.words], [0, []])
})

test('a technician of whom nobody said hours or a position can be planned for, and is never outside hours', () => {
  const { words, step, neighbours } = drop(item('w', { site: 'depot' }), 'nobody-knows', '10:00')
  assert.deepEqual(words, [])
  assert.equal(step?.changes.length, 1)
  assert.equal(neighbours.before?.travel ?? 0, 0)
})

test('moved to another row the visit goes over to its technician; in its own row the crew stays', () => {
  const over = drop(held, 'ben', '10:00').step?.changes[0]
  assert.deepEqual(over?.kind === 'replan' && [over.to.crew, over.to.lead], [['ben'], 'ben'])
  const two = visitOn('two', ['ada', 'cem'], '10:00')
  const along = drop({ kind: 'visits', held: two, row: 'ada', with: [] }, 'ada', '12:00').step?.changes[0]
  assert.deepEqual(along?.kind === 'replan' && [along.to.crew, along.to.start], [['ada', 'cem'], at('12:00')])
  const off = drop(held, nobody, '10:00').step?.changes[0]
  assert.deepEqual(off?.kind === 'replan' && [off.to.crew, off.to.lead], [[], null])
})

test('added to the crew a second technician comes along, and the lead stays', () => {
  const { step } = drop(held, 'ben', '10:00', 'add')
  assert.equal(step?.words, 'ben added to A')
  const [change] = step?.changes ?? []
  assert.deepEqual(change?.kind === 'replan' && [change.to.crew, change.to.lead], [['ada', 'ben'], 'ada'])
})

test('a copy is another visit of the same work without the arrival window the customer was told for the first', () => {
  const window = { from: at('10:00'), to: at('12:00') }
  const { step } = drop({ ...held, held: { ...visit, window } }, 'ada', '14:00', 'copy')
  const [change] = step?.changes ?? []
  assert.deepEqual(change?.kind === 'plan' && [change.workOrder, change.visit, change.to.window], [
    'order-a',
    'new-1',
    null,
  ])
})

test('several move together: each keeps its distance, and what was in the same row goes along to the other', () => {
  const [second, elsewhere] = [visitOn('b', ['ada'], '12:00'), visitOn('c', ['ben'], '13:00')]
  const { step } = drop({ ...held, with: [second, elsewhere] } as Carried, 'ben', '11:00')
  assert.equal(step?.words, '3 visits moved')
  assert.deepEqual(
    step?.changes.map((change) => change.kind === 'replan' && [change.visit, change.to.start, change.to.crew]),
    [
      ['a', at('11:00'), ['ben']],
      ['b', at('13:00'), ['ben']],
      ['c', at('14:00'), ['ben']],
    ],
  )
})

test('a drop where it was changes nothing and asks nobody', () => {
  assert.equal(drop(held, 'ada', '10:00').step, null)
})

test('longer by its end: the plan keeps its start and its crew', () => {
  const { step } = drop({ kind: 'end', held: visit, row: 'ada' }, 'ada', '10:00', 'move', board, 95)
  assert.equal(step?.words, 'A takes 95 min')
})

test('each card says what is wrong with where it stands; of what has begun nothing is said', () => {
  const crowded = boardOf({
    ...board,
    visits: [
      visit,
      visitOn('b', ['ada'], '10:30', { site: 'depot' }),
      visitOn('c', ['ada'], '15:00', { status: 'on_site', arrivedAt: at('15:00'), skills: ['gas'] }),
      visitOn('d', [], '10:00'),
    ],
  })
  const { problems, ways } = checked(crowded, planOfBoard(crowded, crowded.at), namesOn(crowded, String))
  assert.deepEqual(problems.get('a ada'), ['Overlaps B by 30 min'])
  assert.deepEqual(problems.get('b ada'), ['Overlaps A by 30 min'])
  assert.equal(problems.get('c ada'), undefined)
  assert.ok((ways.get('ada')?.[0]?.minutes ?? 0) > 10)
})

test('five hundred visits on one row are all judged', () => {
  const visits = Array.from({ length: 500 }, (_, n) => visitOn(`v${n}`, ['ada'], '09:00', { minutes: 30 }))
  const full = boardOf({ technicians: [technicianOn('ada')], visits })
  const { problems } = checked(full, planOfBoard(full, full.at), namesOn(full, String))
  assert.equal(problems.size, 500)
  assert.equal(problems.get('v0 ada')?.length, 499)
})
