import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, boardOf, technicianOn, visitOn, waiting } from '#test/support/board.ts'
import { applied, type Change, commandOf, inverseOf, merged, mostUrgentFirst, planOf } from './changes.ts'

const visit = visitOn('a', ['ada'], '09:00')
const board = boardOf({
  technicians: [technicianOn('ada'), technicianOn('ben')],
  visits: [visit, visitOn('b', ['ben'], '10:00')],
  tray: [waiting('w')],
})
const later = { ...planOf(visit), start: at('11:00'), crew: ['ben'], lead: 'ben' }
const of = { workOrder: 'order-a', visit: 'a' }

test('work that waits leaves the tray for the board at once, before the server has said a word', () => {
  const plan = { start: at('13:00'), minutes: 60, window: null, crew: ['ben'], lead: 'ben' }
  const after = applied(board, { workOrder: 'order-w', visit: 'new', kind: 'plan', to: plan })
  assert.deepEqual(after.tray, [])
  const made = after.visits.find(({ id }) => id === 'new')
  assert.deepEqual([made?.title, made?.start, made?.crew, made?.status], ['Work w', at('13:00'), ['ben'], 'scheduled'])
})

test('a visit that was read anew before its own answer came stands on the board once', () => {
  const plan: Change = { workOrder: 'order-a', visit: 'a', kind: 'plan', to: planOf(visit) }
  assert.equal(applied(board, plan).visits.filter(({ id }) => id === 'a').length, 1)
})

test('a move names the plan it was made from, so that nothing is overwritten, and what it was made in spite of', () => {
  const despite = [{ code: 'overlap' as const, detail: 'Overlaps B by 30 min' }]
  const command = commandOf({ ...of, kind: 'replan', from: planOf(visit), to: later, despite })
  assert.deepEqual(command, {
    type: 'replan_visit',
    body: {
      visit: 'a',
      ...later,
      was: { start: at('09:00'), minutes: 60, window: null, crew: ['ada'], lead: 'ada' },
      despite,
    },
  })
  const clean = commandOf({ ...of, kind: 'replan', from: planOf(visit), to: later, despite: [] })
  assert.equal('despite' in clean.body, false)
})

test('every change has one that takes it back, and both together leave the plan as it was', () => {
  const changes: Change[] = [
    { ...of, kind: 'replan', from: planOf(visit), to: later },
    { ...of, kind: 'dispatch' },
    { ...of, kind: 'cancel', from: planOf(visit), reason: 'Not needed' },
  ]
  for (const change of changes) {
    const after = applied(applied(board, change), inverseOf(change, 'again'))
    const found = after.visits.find(({ workOrder }) => workOrder === 'order-a')
    assert.deepEqual([found?.start, found?.crew, found?.status], [visit.start, visit.crew, 'scheduled'], change.kind)
  }
  assert.deepEqual(inverseOf({ ...of, kind: 'recall' }, 'again'), { ...of, kind: 'dispatch' })
})

test('a visit without a time waits in the tray, still that visit; cancelled, another has to be made', () => {
  const unplanned: Change = {
    ...of,
    kind: 'replan',
    from: planOf(visit),
    to: { ...planOf(visit), start: null, crew: [] },
  }
  const waits = applied(board, unplanned).tray.find(
    (item) => item.kindOf === 'work_order' && item.workOrder === 'order-a',
  )
  assert.equal(waits?.kindOf === 'work_order' && waits.visit, 'a')
  const cancelled = applied(board, { ...of, kind: 'cancel', from: planOf(visit), reason: 'x' })
  const gone = cancelled.tray.find((item) => item.kindOf === 'work_order' && item.workOrder === 'order-a')
  assert.equal(gone?.kindOf === 'work_order' && gone.visit, null)
})

test('what takes a place away waits only when nothing else of the work is planned', () => {
  const two = boardOf({ visits: [visit, visitOn('return', ['ada'], '13:00', { workOrder: 'order-a' })] })
  const after = applied(two, { ...of, kind: 'cancel', from: planOf(visit), reason: 'x' })
  assert.deepEqual([after.tray, after.visits.map(({ id }) => id)], [[], ['return']])
})

test('what was read anew of a work order takes the place of what the board had of it, and nothing else', () => {
  const part = boardOf({ at: at('08:00'), visits: [visitOn('a', ['ben'], '15:00')] })
  const after = merged(board, part, new Set(['order-a', 'order-w']))
  assert.deepEqual(after.visits.map(({ id, crew }) => [id, crew]).toSorted(), [
    ['a', ['ben']],
    ['b', ['ben']],
  ])
  assert.deepEqual([after.tray.length, after.trayTotal, after.technicians.length], [0, 0, 2])
})

test('the tray begins with what is due first; a clock that stands and work without a promise come after it', () => {
  const due = (time: string, paused = false) => ({ kind: 'arrive' as const, at: at(time), riskAt: at(time), paused })
  const items = [
    waiting('without'),
    waiting('stands', { due: due('08:00', true) }),
    waiting('late', { due: due('12:00') }),
    waiting('soon', { due: due('09:00'), priority: 'P4' }),
  ]
  assert.deepEqual(
    items.toSorted(mostUrgentFirst).map((item) => item.title),
    ['Work soon', 'Work late', 'Work without', 'Work stands'],
  )
})

test('of work the board does not hold nothing is drawn', () => {
  const unknown: Change = { workOrder: 'order-x', visit: 'x', kind: 'plan', to: planOf(visit) }
  assert.equal(applied(board, unknown), board)
  assert.equal(
    applied(board, { workOrder: 'order-x', visit: 'x', kind: 'cancel', from: planOf(visit), reason: '' }),
    board,
  )
})
