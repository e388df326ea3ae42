import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Board, BoardTechnician, BoardVisit, TrayItem } from '#core/scheduling/board-api.ts'
import { planOfBoard } from '#core/scheduling/from-board.ts'
import { namesOn } from '#core/scheduling/words.ts'
import { applied, type Change, type Step } from '../changes.ts'
import { did, noHistory, redoing, undid, undoing } from '../history.ts'
import { type Judge, judged, workOfVisit } from './judged.ts'
import { whyNone, whyNotChange, whyNotDispatch, whyNotRecall, whyNotSplit } from './reasons.ts'
import {
  addStep,
  cancelStep,
  copyStep,
  dayStep,
  dispatchStep,
  leadStep,
  nextDay,
  placeStep,
  removeStep,
  splitStep,
  unplanStep,
  windowStep,
} from './steps.ts'

const epa = '0199aaaa-0000-7000-8000-000000000001'

function technician(id: string, name: string, skills: BoardTechnician['skills'] = []): BoardTechnician {
  return {
    id,
    code: name.slice(0, 2),
    name,
    kind: 'employee',
    colour: 'teal',
    archived: false,
    zone: 'Europe/Berlin',
    skills,
    territories: [],
    start: null,
    home: null,
    open: [
      { from: '2026-11-23T06:00:00.000Z', to: '2026-11-23T16:00:00.000Z' },
      { from: '2026-11-24T06:00:00.000Z', to: '2026-11-24T16:00:00.000Z' },
    ],
    away: [],
    onCall: [],
  }
}

const base: BoardVisit = {
  id: 'v1',
  workOrder: 'w1',
  version: 3,
  reference: 'WO-1',
  title: 'Boiler out',
  kind: 'reactive',
  priority: 'P2',
  site: null,
  reported: 'Somewhere',
  zone: 'Europe/Berlin',
  skills: [],
  crewSize: 1,
  due: null,
  number: 1,
  status: 'scheduled',
  workOrderStatus: 'scheduled',
  start: '2026-11-23T08:00:00.000Z',
  minutes: 90,
  window: null,
  lead: 'tara',
  crew: ['tara'],
  setOutAt: null,
  arrivedAt: null,
  finishedAt: null,
  seenBy: [],
  unsent: false,
}

function judge(visits: BoardVisit[], tray: TrayItem[] = []): Judge {
  const board: Board = {
    zone: 'Europe/Berlin',
    from: '2026-11-23',
    days: 2,
    at: '2026-11-23T05:00:00.000Z',
    technicians: [technician('tara', 'Tara', [{ id: epa, until: null }]), technician('ben', 'Ben')],
    skills: [{ id: epa, name: 'EPA-608' }],
    territories: [],
    sites: [],
    visits,
    tray,
    trayTotal: tray.length,
  }
  return { board, plan: planOfBoard(board, board.at), names: namesOn(board, (at) => String(at)) }
}

const only = (step: Step | null, at = 0): Change => {
  const change = step?.changes[at]
  assert.ok(change)
  return change
}
const codes = (change: Change) => ('despite' in change ? (change.despite ?? []).map(({ code }) => code) : [])

test('a visit that is on phones is recalled and unplanned in one step, and comes back dispatched', () => {
  const visit: BoardVisit = { ...base, status: 'accepted' }
  const step = unplanStep([visit])
  assert.deepEqual(
    step?.changes.map(({ kind }) => kind),
    ['recall', 'replan'],
  )
  const { board } = judge([visit])
  const after = step?.changes.reduce(applied, board)
  assert.equal(after?.visits.length, 0)
  const [waiting] = after?.tray ?? []
  assert.equal(waiting?.kindOf === 'work_order' ? waiting.visit : undefined, 'v1', 'the same visit waits')

  assert.ok(step)
  const back = undoing(did(noHistory, step), () => 'unused')
  assert.deepEqual(
    back?.changes.map(({ kind }) => kind),
    ['replan', 'dispatch'],
  )
  const again = after && back?.changes.reduce(applied, after).visits[0]
  assert.equal(again?.start, base.start)
  assert.deepEqual(again?.crew, ['tara'])
  assert.equal(again?.status, 'dispatched')
})

test('of several visits only those that can go are dispatched', () => {
  const held: BoardVisit = { ...base, id: 'v2', workOrderStatus: 'on_hold' }
  const nobody: BoardVisit = { ...base, id: 'v3', crew: [], lead: null }
  const begun: BoardVisit = { ...base, id: 'v4', status: 'on_site' }
  const step = dispatchStep([base, held, nobody, begun])
  assert.deepEqual(
    step?.changes.map(({ visit }) => visit),
    ['v1'],
  )
  assert.equal(step?.words, 'WO-1 dispatched')
  assert.equal(dispatchStep([held]), null)
  assert.equal(whyNone([held, base], whyNotDispatch), null)
  assert.match(whyNone([held, begun], whyNotDispatch) ?? '', /on hold/)
})

test('what cannot be done to a visit says why', () => {
  const begun: BoardVisit = { ...base, status: 'travelling' }
  assert.match(whyNotChange(begun) ?? '', /set out/)
  assert.match(whyNotRecall(base) ?? '', /not dispatched/)
  assert.match(whyNotDispatch({ ...base, status: 'dispatched' }) ?? '', /already dispatched/)
  assert.equal(whyNotSplit(begun), null, 'a return may be planned while somebody is there')
  assert.match(whyNotSplit({ ...base, status: 'finished' }) ?? '', /finished/)
})

test('a skill is missing only when nobody of the crew has it', () => {
  const visit: BoardVisit = { ...base, skills: [epa], crewSize: 2 }
  const alone = only(addStep(judge([visit]), { ...visit, crew: [], lead: null }, 'ben'))
  assert.deepEqual(codes(alone), ['skill_missing', 'crew_too_small'])
  const together = only(addStep(judge([visit]), visit, 'ben'))
  assert.deepEqual(codes(together), [])
})

test('whoever is taken off hands the lead on, and who leads can be said', () => {
  const visit: BoardVisit = { ...base, crew: ['tara', 'ben'] }
  const off = only(removeStep(judge([visit]), visit, 'tara'))
  assert.deepEqual(off.kind === 'replan' ? [off.to.crew, off.to.lead] : null, [['ben'], 'ben'])
  const lead = only(leadStep(judge([visit]), visit, 'ben'))
  assert.equal(lead.kind === 'replan' ? lead.to.lead : null, 'ben')
})

test('a visit moved over the day clocks change keeps its time on the clock, and so does its window', () => {
  const visit: BoardVisit = {
    ...base,
    start: '2026-10-24T07:00:00.000Z',
    window: { from: '2026-10-24T06:00:00.000Z', to: '2026-10-24T08:00:00.000Z' },
  }
  const moved = only(dayStep(judge([visit]), [visit], '2026-10-25'))
  assert.equal(moved.kind === 'replan' ? moved.to.start : null, '2026-10-25T08:00:00.000Z')
  assert.deepEqual(moved.kind === 'replan' ? moved.to.window : null, {
    from: '2026-10-25T07:00:00.000Z',
    to: '2026-10-25T09:00:00.000Z',
  })
  assert.equal(dayStep(judge([visit]), [visit], '2026-10-24'), null)
})

test('a local hour that does not exist the next day becomes the one after it', () => {
  const visit: BoardVisit = { ...base, start: '2026-03-28T01:30:00.000Z' }
  assert.equal(nextDay(visit, 'Europe/Berlin'), '2026-03-29T01:30:00.000Z')
})

test('a copy has no arrival window: the customer was told the first', () => {
  const visit: BoardVisit = { ...base, window: { from: base.start, to: '2026-11-23T10:00:00.000Z' } }
  const copy = only(copyStep(judge([visit]), visit, nextDay(visit, 'Europe/Berlin'), 'v9'))
  assert.deepEqual(copy.kind === 'plan' ? copy.to : null, {
    start: '2026-11-24T08:00:00.000Z',
    minutes: 90,
    window: null,
    crew: ['tara'],
    lead: 'tara',
  })
})

test('a split makes today shorter and plans the rest, and is taken back and done again as one', () => {
  const parts = { today: 30, start: '2026-11-24T08:00:00.000Z', minutes: 60 }
  const step = splitStep(judge([base]), base, parts, 'v9')
  assert.deepEqual(
    step.changes.map(({ kind }) => kind),
    ['replan', 'plan'],
  )
  const history = did(noHistory, step)
  const back = undoing(history, () => 'unused')
  assert.deepEqual(
    back?.changes.map(({ kind, visit }) => [kind, visit]),
    [
      ['cancel', 'v9'],
      ['replan', 'v1'],
    ],
  )
  assert.ok(back)
  const again = redoing(undid(history, back), () => 'v10')
  assert.deepEqual(
    again?.changes.map(({ visit }) => visit),
    ['v1', 'v10'],
  )
})

test('while somebody is there a split leaves today as it is', () => {
  const step = splitStep(
    judge([base]),
    { ...base, status: 'on_site' },
    { today: 90, start: '2026-11-24T08:00:00.000Z', minutes: 60 },
    'v9',
  )
  assert.deepEqual(
    step.changes.map(({ kind }) => kind),
    ['plan'],
  )
})

test('of a day the board does not show only what does not depend on it is said', () => {
  const visit: BoardVisit = { ...base, skills: [epa], crew: ['ben'], lead: 'ben' }
  const to = { start: '2026-12-20T03:00:00.000Z', minutes: 90, window: null, crew: ['ben'], lead: 'ben' }
  assert.deepEqual(
    judged(judge([visit]), workOfVisit(visit), to).map(({ code }) => code),
    ['skill_missing'],
  )
  const night = { ...to, start: '2026-11-24T03:00:00.000Z' }
  assert.deepEqual(
    judged(judge([visit]), workOfVisit(visit), night).map(({ code }) => code),
    ['skill_missing', 'outside_hours'],
  )
})

test('what waits as a visit is planned as that visit, with whoever comes along', () => {
  const item = {
    ...base,
    kindOf: 'work_order' as const,
    visit: 'v7' as string | null,
    requestedAt: base.start,
    returnReason: null,
    parts: null,
  }
  const place = { technician: 'tara', mates: ['ben'], start: '2026-11-23T12:00:00.000Z' }
  const planned = only(placeStep(judge([], [item]), item, place, 45, () => 'new'))
  assert.equal(planned.kind, 'replan')
  assert.equal(planned.visit, 'v7')
  assert.deepEqual(planned.kind === 'replan' ? planned.to.crew : null, ['tara', 'ben'])
  const made = only(placeStep(judge([], [item]), { ...item, visit: null }, place, 45, () => 'new'))
  assert.deepEqual([made.kind, made.visit], ['plan', 'new'])
})

test('what the customer was promised stays promised when waiting work is given a time, and outside of it is said', () => {
  const window = { from: '2026-11-23T08:00:00.000Z', to: '2026-11-23T10:00:00.000Z' }
  const item = {
    ...base,
    kindOf: 'work_order' as const,
    visit: 'v7',
    window,
    requestedAt: base.start,
    returnReason: null,
    parts: null,
  }
  const place = { technician: 'tara', mates: [], start: '2026-11-23T12:00:00.000Z' }
  const change = only(placeStep(judge([], [item]), item, place, 45, () => 'new'))
  assert.deepEqual(change.kind === 'replan' ? change.to.window : null, window)
  assert.ok(codes(change).includes('outside_window'))
})

test('an emergency that displaces a visit is planned, and the overlap is on the record', () => {
  const item = {
    ...base,
    kindOf: 'work_order' as const,
    visit: null,
    requestedAt: base.start,
    returnReason: null,
    parts: null,
  }
  const place = { technician: 'tara', mates: [], start: '2026-11-23T08:30:00.000Z' }
  const change = only(placeStep(judge([base]), { ...item, workOrder: 'w2' }, place, 60, () => 'new'))
  assert.deepEqual(codes(change), ['overlap'])
})

test('a window can be set and taken away again, and a cancellation says why', () => {
  const window = { from: base.start, to: '2026-11-23T10:00:00.000Z' }
  const set = only(windowStep(judge([base]), base, window))
  assert.deepEqual(set.kind === 'replan' ? set.to.window : null, window)
  const cancelled = only(cancelStep(base, 'The tenant moved'))
  assert.equal(cancelled.kind === 'cancel' ? cancelled.reason : null, 'The tenant moved')
})
