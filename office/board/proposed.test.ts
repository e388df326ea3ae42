import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Board } from '#core/scheduling/board-api.ts'
import { planOfBoard } from '#core/scheduling/from-board.ts'
import { namesOn } from '#core/scheduling/words.ts'
import { applied, type Change, commandOf, isOfVisit, type Proposed, withProposals } from './changes.ts'
import { fitAt, stepOf } from './dropping.ts'
import { placeStep } from './menu/steps.ts'
import { did, noHistory, redoing, undid, undoing } from './history.ts'

const inspection: Proposed = {
  kindOf: 'proposed',
  id: 'p1',
  version: 1,
  title: 'Yearly inspection',
  source: 'Agreement 12',
  kind: 'contract',
  priority: 'P3',
  site: 's1',
  zone: 'Europe/Berlin',
  skills: [],
  crewSize: 1,
  minutes: 90,
  dueFrom: '2026-12-02',
  dueTo: '2026-12-03',
}
const board: Board = {
  zone: 'Europe/Berlin',
  from: '2026-12-01',
  days: 7,
  at: '2026-11-30T08:00:00.000Z',
  technicians: [
    {
      id: 't1',
      code: 'TA',
      name: 'Tara',
      kind: 'employee',
      colour: 'teal',
      archived: false,
      zone: 'Europe/Berlin',
      skills: [],
      territories: [],
      start: null,
      home: null,
      open: null,
      away: [],
      onCall: [],
    },
  ],
  skills: [],
  territories: [],
  sites: [],
  visits: [],
  tray: [inspection],
  trayTotal: 1,
}
const plan = planOfBoard(board, board.at)
const names = namesOn(board, (at) => new Date(at * 60_000).toISOString().slice(0, 10))
let made = 0
const newId = () => `made${++made}`

function dropAt(start: string) {
  const what = { kind: 'item' as const, item: inspection }
  const target = { row: 't1', start: Date.parse(start), minutes: 90, mode: 'move' as const }
  const fit = fitAt(board, plan, names, what, target)
  return { fit, step: stepOf(board, what, target, fit, newId, names.technician) }
}
const wordsAt = (start: string) =>
  dropAt(start).fit.problems.flatMap(({ problem, words }) => (problem.code === 'outside_due_window' ? [words] : []))
const doAll = (changes: readonly Change[], from = board) => changes.reduce(applied, from)

test('a place outside the due window is a problem in words, in the days of the site, and never forbids', () => {
  assert.deepEqual(wordsAt('2026-12-01T22:59:00.000Z'), ['Not due before 2026-12-02'])
  assert.deepEqual(wordsAt('2026-12-01T23:00:00.000Z'), [])
  assert.deepEqual(wordsAt('2026-12-03T22:55:00.000Z'), [])
  assert.deepEqual(wordsAt('2026-12-03T23:00:00.000Z'), ['Was due by 2026-12-03'])
  const [change] = dropAt('2026-12-05T09:00:00.000Z').step?.changes ?? []
  assert.ok(change?.kind === 'plan')
  assert.deepEqual(change.despite, [{ code: 'outside_due_window', detail: 'Was due by 2026-12-03' }])
})

test('what is proposed is raised and planned by one drop; undo leaves the work order waiting, redo plans it again', () => {
  const { step } = dropAt('2026-12-02T09:00:00.000Z')
  assert.ok(step)
  const [change] = step.changes
  assert.ok(change?.kind === 'plan' && change.proposed === 'p1')
  const planned = doAll(step.changes)
  assert.deepEqual([planned.tray, planned.trayTotal], [[], 1])
  assert.deepEqual(
    planned.visits.map(({ workOrder, title, crew, minutes }) => [workOrder, title, crew, minutes]),
    [[change.workOrder, 'Yearly inspection', ['t1'], 90]],
  )
  const undo = undoing(did(noHistory, step), newId)
  assert.deepEqual(
    undo?.changes.map(({ kind }) => kind),
    ['cancel'],
  )
  const confirmed = withProposals(planned, change)
  const waiting = doAll(undo?.changes ?? [], confirmed)
  assert.deepEqual(
    waiting.tray.map((item) => [item.kindOf, item.kindOf === 'work_order' && item.workOrder]),
    [['work_order', change.workOrder]],
  )
  assert.ok(undo)
  const again = redoing(undid(did(noHistory, step), undo), newId)
  const [replay] = again?.changes ?? []
  assert.ok(replay?.kind === 'plan')
  assert.deepEqual([replay.workOrder, replay.proposed], [change.workOrder, 'p1'])
  assert.notEqual(replay.visit, change.visit)
  assert.equal(doAll([replay], waiting).visits.length, 1)
  const command = commandOf(replay)
  assert.deepEqual([command.type, Object.hasOwn(command.body, 'proposed')], ['plan_visit', false])
})

test('a declined visit leaves the tray, and undo lets it wait again', () => {
  const decline: Change = { kind: 'decline', item: inspection, reason: 'Sold' }
  const without = doAll([decline])
  assert.deepEqual([without.tray, without.trayTotal], [[], 0])
  const undo = undoing(did(noHistory, { words: '', changes: [decline] }), newId)
  assert.deepEqual(undo?.changes, [{ kind: 'reopen', item: inspection, reason: 'Sold' }])
  assert.deepEqual(doAll(undo?.changes ?? [], without), board)
  assert.equal(isOfVisit(decline), false)
})

test('planned where it was suggested it is raised and planned by one step, as by a drop', () => {
  const place = { technician: 't1', mates: [], start: '2026-12-02T09:00:00.000Z' }
  const { words, changes } = placeStep({ board, plan, names }, inspection, place, 90, newId)
  assert.equal(words, 'Yearly inspection raised and planned for Tara')
  const planned = doAll(changes)
  assert.deepEqual(planned.tray, [])
  assert.deepEqual(
    planned.visits.map(({ title, crew, lead, start }) => [title, crew, lead, start]),
    [['Yearly inspection', ['t1'], 't1', place.start]],
  )
  const late = placeStep({ board, plan, names }, inspection, { ...place, start: '2026-12-05T09:00:00.000Z' }, 90, newId)
  const [change] = late.changes
  assert.ok(change?.kind === 'plan' && change.proposed === 'p1')
  assert.deepEqual(change.despite, [{ code: 'outside_due_window', detail: 'Was due by 2026-12-03' }])
})
