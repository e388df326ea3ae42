import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatTime } from '../kit/time.ts'
import { fold } from './evolve.ts'
import { blockers, evidenceOf } from './missing.ts'
import { openReturnNeeds, statusOf } from './status.ts'
import { changedSinceSigned } from './summary.ts'
import { allTimeEntries, visitStatus, workState } from './visits.ts'
import {
  byLuis,
  byTara,
  berlin,
  dispatched,
  finishBody,
  idOf,
  luis,
  office,
  planAndDispatch,
  type Recorder,
  raised,
  tara,
} from './testing.ts'

const visit1 = idOf(0xf1)
const visit2 = idOf(0xf2)
const visit3 = idOf(0xf3)
const early = '2026-10-24T06:00:00.000Z'
const later = '2026-10-24T07:10:00.000Z'
const photoOf = (visit: string, technician: string) => ({
  visit,
  technician,
  at: early,
  sha256: 'a'.repeat(64),
  size: 10,
  type: 'image/jpeg',
  phase: 'after' as const,
  caption: '',
  audience: 'customer' as const,
  width: 10,
  height: 10,
  position: null,
})

function work(
  recorder: Recorder,
  visit: string,
  from: string,
  to: string,
  outcome: 'done' | 'needs_return' | 'no_access' = 'done',
  technician = luis,
  by = byLuis,
): void {
  recorder.send('arrive', { visit, technician, at: from }, by)
  recorder.send(
    'finish',
    finishBody(visit, technician, to, { outcome, returnReason: outcome === 'needs_return' ? 'parts' : null }),
    by,
  )
}

test('a night on site across the end of summer time counts 330 minutes and shows both abbreviations', () => {
  const recorder = dispatched()
  work(recorder, visit1, '2026-10-24T21:30:00.000Z', '2026-10-25T03:00:00.000Z')
  const [entry] = allTimeEntries(recorder.work)
  assert.equal(entry?.minutes, 330)
  assert.equal(formatTime(entry?.from ?? '', berlin, 'en-GB'), '23:30 CEST')
  assert.equal(formatTime(entry?.to ?? '', berlin, 'en-GB'), '04:00 CET')
})

test('a night on site across the beginning of summer time counts 230 minutes and shows both abbreviations', () => {
  const recorder = dispatched()
  work(recorder, visit1, '2027-03-27T22:15:00.000Z', '2027-03-28T02:05:00.000Z')
  const [entry] = allTimeEntries(recorder.work)
  assert.equal(entry?.minutes, 230)
  assert.equal(formatTime(entry?.from ?? '', berlin, 'en-GB'), '23:15 CET')
  assert.equal(formatTime(entry?.to ?? '', berlin, 'en-GB'), '04:05 CEST')
})

test('visits cancelled, finished with a return for parts, and planned leave the work order scheduled; later facts move it on by the rules alone', () => {
  const recorder = dispatched([luis], visit1)
  recorder.send('recall_visit', { visit: visit1, reason: 'no' })
  recorder.send('cancel_visit', { visit: visit1, reason: 'customer moved it' })
  planAndDispatch(recorder, visit2, [luis])
  work(recorder, visit2, early, later, 'needs_return')
  recorder.send('plan_visit', { visit: visit3, start: early, minutes: 60, window: null, crew: [luis], lead: luis })
  assert.equal(statusOf(recorder.work), 'scheduled')

  recorder.send('cancel_visit', { visit: visit3, reason: 'parts are late' })
  assert.equal(statusOf(recorder.work), 'unscheduled')

  const visit4 = idOf(0xf4)
  planAndDispatch(recorder, visit4, [luis])
  work(recorder, visit4, early, later)
  assert.equal(statusOf(recorder.work), 'work_complete')
  assert.deepEqual(openReturnNeeds(recorder.work), [])

  recorder.send('photo', photoOf(visit2, luis), byLuis)
  assert.equal(statusOf(recorder.work), 'work_complete')
  assert.ok(!recorder.openFlags.includes('arrived_after_review'))
})

test('a photo from an earlier visit after approval leaves the work order reviewed and raises a flag', () => {
  const recorder = dispatched()
  work(recorder, visit1, early, later)
  recorder.send('approve', { version: recorder.work.version })
  assert.equal(statusOf(recorder.work), 'ready_to_invoice')
  recorder.send('photo', photoOf(visit1, luis), byLuis)
  assert.equal(statusOf(recorder.work), 'ready_to_invoice')
  assert.ok(recorder.openFlags.includes('arrived_after_review'))
})

test('each late fact after a settled flag raises it again', () => {
  const recorder = dispatched()
  work(recorder, visit1, early, later)
  recorder.send('approve', { version: recorder.work.version })
  recorder.send('photo', photoOf(visit1, luis), byLuis)
  const flag = recorder.work.flags.find((one) => one.code === 'arrived_after_review')
  recorder.send('settle_flag', { flag: flag?.id ?? '', note: '' })
  assert.deepEqual(recorder.openFlags, [])
  recorder.send('photo', photoOf(visit1, luis), byLuis)
  assert.deepEqual(recorder.openFlags, ['arrived_after_review'])
})

test('time reported after the review opens the work order again for the difference', () => {
  const recorder = dispatched()
  work(recorder, visit1, early, later)
  recorder.send('approve', { version: recorder.work.version })
  recorder.send(
    'record_time',
    {
      visit: visit1,
      technician: luis,
      at: later,
      activity: 'work',
      from: later,
      to: '2026-10-24T08:00:00.000Z',
      note: '',
    },
    byLuis,
  )
  assert.equal(statusOf(recorder.work), 'work_complete')
})

test('a cancelled work order nobody worked on is cancelled; one with work on it goes to review because the call-out is owed', () => {
  const idle = dispatched()
  idle.send('accept', { visit: visit1, technician: luis, at: early }, byLuis)
  idle.send('cancel', { reason: 'customer called' })
  assert.equal(statusOf(idle.work), 'cancelled')

  const worked = dispatched()
  worked.send('cancel', { reason: 'customer called' })
  work(worked, visit1, early, later)
  assert.equal(statusOf(worked.work), 'work_complete')
  assert.ok(worked.openFlags.includes('worked_after_cancellation'))
})

test('travelling and being on site make the work order in progress, also while it is on hold', () => {
  const recorder = dispatched()
  recorder.send('hold', { reason: 'waiting for a key', until: null })
  assert.equal(statusOf(recorder.work), 'on_hold')
  recorder.send('travel', { visit: visit1, technician: luis, at: early }, byLuis)
  assert.equal(statusOf(recorder.work), 'in_progress')
})

test('work by somebody who was not assigned is kept, joins the actual crew and is flagged', () => {
  const recorder = dispatched([tara])
  work(recorder, visit1, early, later)
  assert.ok(recorder.openFlags.includes('performed_by_other'))
  assert.equal(allTimeEntries(recorder.work)[0]?.technician, luis)
})

test('a finish closes only the own open time and flags the mate who is still on site', () => {
  const recorder = dispatched([luis, tara])
  recorder.send('arrive', { visit: visit1, technician: luis, at: early }, byLuis)
  recorder.send('arrive', { visit: visit1, technician: tara, at: early }, byTara)
  recorder.send('finish', finishBody(visit1, luis, later), byLuis)
  const visit = recorder.onlyVisit
  assert.equal(workState(visit, luis), 'left')
  assert.equal(workState(visit, tara), 'on_site')
  assert.equal(visitStatus(visit), 'finished')
  assert.equal(statusOf(recorder.work), 'in_progress')
  assert.ok(recorder.openFlags.includes('others_still_on_site'))

  recorder.send('leave', { visit: visit1, technician: tara, at: later }, byTara)
  assert.ok(!recorder.openFlags.includes('others_still_on_site'))
  assert.equal(statusOf(recorder.work), 'work_complete')
})

test('of two finishes with different outcomes the first received shows and both are kept', () => {
  const recorder = dispatched([luis, tara])
  work(recorder, visit1, early, later, 'done')
  work(recorder, visit1, early, later, 'needs_return', tara, byTara)
  assert.ok(recorder.openFlags.includes('outcomes_differ'))
  assert.equal(recorder.work.visits[0]?.steps.filter((step) => step.kind === 'finish').length, 2)
  assert.equal(statusOf(recorder.work), 'work_complete')
})

test('withdrawing an arrive that was too early takes its time away and keeps the entry on the record', () => {
  const recorder = dispatched()
  const arrive = recorder.send('arrive', { visit: visit1, technician: luis, at: early }, byLuis)
  recorder.send('withdraw', { fact: arrive, at: later, reason: 'wrong house' }, byLuis)
  assert.equal(allTimeEntries(recorder.work).length, 0)
  assert.equal(visitStatus(recorder.onlyVisit), 'dispatched')
  assert.ok(recorder.events.some((event) => event.id === arrive && event.type === 'arrived'))
})

test('an entry of somebody else can be withdrawn by the office with a reason and by nobody else', () => {
  const recorder = dispatched()
  const note = recorder.send(
    'note',
    { visit: visit1, technician: luis, at: early, text: 'dog', audience: 'crew' },
    byLuis,
  )
  const byMate = recorder.try('withdraw', { fact: note, at: later, reason: '' }, byTara)
  assert.ok('superseded' in byMate && byMate.superseded?.code === 'not_the_author')
  assert.equal(recorder.work.notes.length, 1)
  const withoutReason = recorder.try('withdraw', { fact: note, at: later, reason: '' }, office, { judge: 'author' })
  assert.ok('refusal' in withoutReason && withoutReason.refusal.code === 'reason_missing')
  recorder.send('withdraw', { fact: note, at: later, reason: 'private' })
  assert.equal(recorder.work.notes.length, 0)
})

test('a field changed by the office and the field keeps both values: the later shows, the flag has the other (S11)', () => {
  const recorder = dispatched()
  const seen = recorder.work.version
  recorder.send('edit_details', { changes: { accessNotes: 'Key at the porter' } }, office)
  recorder.send('edit_details', { changes: { accessNotes: 'Key under the mat' } }, byLuis, { seen })
  assert.equal(recorder.work.details.accessNotes, 'Key under the mat')
  const flag = recorder.work.flags.find((one) => one.code === 'field_changed_by_both')
  assert.deepEqual(flag?.params, { field: 'accessNotes', was: 'Key at the porter', now: 'Key under the mat' })
})

test('an office edit that would overwrite a colleague’s unseen change is refused', () => {
  const recorder = dispatched()
  const seen = recorder.work.version
  recorder.send('edit_details', { changes: { title: 'Boiler leaks' } }, office)
  const decision = recorder.try('edit_details', { changes: { title: 'Boiler is loud' } }, office, { seen })
  assert.ok('refusal' in decision && decision.refusal.code === 'changed_meanwhile')
})

test('approval waits for evidence that is still on a phone, until it arrives or is waived', () => {
  const recorder = dispatched()
  recorder.send('arrive', { visit: visit1, technician: luis, at: early }, byLuis)
  const photo = recorder.send('photo', photoOf(visit1, luis), byLuis)
  recorder.send(
    'finish',
    finishBody(visit1, luis, later, { evidence: [{ fact: photo, sha256: 'a'.repeat(64) }] }),
    byLuis,
  )
  assert.deepEqual(blockers(recorder.work, '', { purchaseOrderRequired: false }), [
    { code: 'evidence_awaited', count: 1 },
  ])
  const early1 = recorder.try('approve', { version: recorder.work.version })
  assert.ok('refusal' in early1 && early1.refusal.code === 'evidence_awaited')
  recorder.send('bytes_stored', { sha256: 'a'.repeat(64) })
  assert.deepEqual(evidenceOf(recorder.work), { stored: 1, total: 1, awaited: [] })
  recorder.send('approve', { version: recorder.work.version })
  assert.equal(statusOf(recorder.work), 'ready_to_invoice')
})

test('only what is still awaited is waived: not what arrived, what was waived before or what was never on the record', () => {
  const recorder = dispatched()
  recorder.send('arrive', { visit: visit1, technician: luis, at: early }, byLuis)
  const photo = recorder.send('photo', photoOf(visit1, luis), byLuis)
  const lost = recorder.send('photo', { ...photoOf(visit1, luis), sha256: 'b'.repeat(64) }, byLuis)
  const waive = (facts: string[]) => {
    const decision = recorder.try('waive_evidence', { facts, reason: 'The phone fell into the shaft' })
    return 'refusal' in decision ? decision.refusal.code : 'waived'
  }
  assert.equal(waive([photo, idOf(0x7777)]), 'evidence_unknown')
  recorder.send('bytes_stored', { sha256: 'a'.repeat(64) })
  assert.equal(waive([photo, lost]), 'evidence_unknown')
  assert.deepEqual(recorder.work.waived, [])
  assert.equal(waive([lost]), 'waived')
  assert.equal(waive([lost]), 'evidence_unknown')
})

test('a finish names its evidence, so a photo whose fact has not arrived yet is counted as awaited (S23)', () => {
  const recorder = dispatched()
  recorder.send('arrive', { visit: visit1, technician: luis, at: early }, byLuis)
  recorder.send(
    'finish',
    finishBody(visit1, luis, later, { evidence: [{ fact: idOf(0x77), sha256: 'b'.repeat(64) }] }),
    byLuis,
  )
  assert.equal(evidenceOf(recorder.work).awaited.length, 1)
})

test('a purchase order the customer requires blocks the approval until it is there', () => {
  const recorder = dispatched()
  work(recorder, visit1, early, later)
  const policy = { purchaseOrderRequired: true }
  const refused = recorder.try('approve', { version: recorder.work.version }, office, { policy })
  assert.ok('refusal' in refused && refused.refusal.code === 'purchase_order_missing')
  recorder.send('edit_details', { changes: {}, money: { purchaseOrder: 'PO 7' } })
  recorder.send('approve', { version: recorder.work.version }, office, { policy })
})

test('a return need is closed by a later visit that ends it or by the office, never by an earlier one', () => {
  const recorder = dispatched([luis], visit1)
  planAndDispatch(recorder, visit2, [luis])
  work(recorder, visit2, early, later, 'no_access')
  work(recorder, visit1, early, later, 'done')
  assert.equal(openReturnNeeds(recorder.work).length, 1)
  recorder.send('close_return', { visit: visit2, reason: 'customer has a new boiler' })
  assert.equal(openReturnNeeds(recorder.work).length, 0)
})

test('a customer that was typed on the phone is flagged until the office links one', () => {
  const recorder = raised({
    details: { ...raised().work.details, customer: null, site: null },
    reported: { customer: 'Bakery at the corner', site: 'Market 3', contact: '', phone: '', zone: berlin },
  })
  assert.deepEqual(recorder.openFlags, ['customer_unknown', 'site_unknown'])
  recorder.send('edit_details', { changes: { customer: idOf(0xe1), site: idOf(0xe2) } })
  assert.deepEqual(recorder.openFlags, [])
})

test('a finish on one phone ends the time that runs on the same person’s other phone', () => {
  const recorder = dispatched()
  recorder.send('arrive', { visit: visit1, technician: luis, at: early }, byLuis)
  recorder.send('finish', finishBody(visit1, luis, later), { ...byLuis, device: idOf(0xd9) })
  const [entry] = allTimeEntries(recorder.work)
  assert.equal(entry?.minutes, 70)
})

test('the document is the fold of its entries', () => {
  const recorder = dispatched([luis])
  work(recorder, visit1, early, later, 'needs_return')
  recorder.send('photo', photoOf(visit1, tara), byTara)
  recorder.send('settle_flag', { flag: recorder.work.flags[0]?.id ?? '', note: '' }, office, {})
  assert.deepEqual(fold(recorder.events), recorder.order)
})

test('a signature stays as it was when the visit is finished, and is badged when what was signed for changes', () => {
  const recorder = dispatched()
  recorder.send('arrive', { visit: visit1, technician: luis, at: early }, byLuis)
  const part = { item: null, sku: '', name: 'Valve', unit: 'pc', serial: '', note: '' }
  recorder.send('part', { visit: visit1, technician: luis, at: early, quantity: 1000, ...part }, byLuis)
  const unattended = {
    summaryHash: 'c'.repeat(64),
    summary: '{}',
    language: 'en',
    template: 'summary-1',
    reason: 'gone',
  }
  recorder.send('unattended', { visit: visit1, technician: luis, at: early, ...unattended }, byLuis)
  recorder.send('finish', finishBody(visit1, luis, later), byLuis)
  const outdated = () =>
    recorder.onlyVisit.signOffs.map((one) => changedSinceSigned(recorder.work, recorder.onlyVisit, one))
  assert.deepEqual(outdated(), [false])
  const second = recorder.send('part', { visit: visit1, technician: luis, at: later, quantity: 2000, ...part }, byLuis)
  assert.deepEqual(outdated(), [true])
  recorder.send('withdraw', { fact: second, at: later, reason: '' }, byLuis)
  assert.deepEqual(outdated(), [false])
})
