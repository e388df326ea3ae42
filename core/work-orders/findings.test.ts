import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CommandBody } from './commands.ts'
import { findingsOf, findingState } from './findings.ts'
import { neededParts, neededPartState, partsStanding } from './needed-parts.ts'
import { project } from './project.ts'
import { changedSinceSigned } from './summary.ts'
import { byLuis, dispatched, idOf, luis, office } from './testing.ts'

const visit = idOf(0xf1)
const at = '2026-10-24T07:00:00.000Z'
const base = { visit, technician: luis, at }
const finding: Omit<CommandBody<'finding'>, keyof typeof base> = {
  asset: null,
  severity: 'serious',
  text: 'Flue cracked',
  recommendation: 'Replace it',
  photos: [],
  repaired: false,
}
const part = { item: null, sku: '', name: 'Fan', quantity: 1000, unit: 'pcs', note: '' }

test('a dangerous finding waits for somebody until work is raised for it, and the two name each other', () => {
  const recorder = dispatched()
  const id = recorder.send('finding', { ...base, ...finding, severity: 'dangerous' }, byLuis)
  assert.deepEqual(recorder.openFlags, ['dangerous_finding'])
  const next = { workOrder: idOf(0xa9), number: 'WO-2', title: 'Replace the flue' }
  recorder.send('finding_followed', { finding: id, ...next })
  assert.deepEqual(
    findingsOf(recorder.work).map((one) => [findingState(one), one.followUp?.number]),
    [['followed', 'WO-2']],
  )
  assert.deepEqual(recorder.openFlags, [])
  assert.deepEqual(recorder.try('close_finding', { finding: id, reason: 'x' }, office), {
    refusal: { code: 'finding_settled_already' },
  })
})

test('a finding is corrected by who made it, and taken back it leaves the record', () => {
  const recorder = dispatched()
  const id = recorder.send('finding', { ...base, ...finding }, byLuis)
  recorder.send('amend', { fact: id, at, changes: { severity: 'minor', repaired: true }, reason: '' }, byLuis)
  assert.deepEqual(
    findingsOf(recorder.work).map((one) => [one.severity, findingState(one)]),
    [['minor', 'repaired']],
  )
  recorder.send('withdraw', { fact: id, at, reason: '' }, byLuis)
  assert.deepEqual(findingsOf(recorder.work), [])
})

test('a return waits for parts until the last of them arrives or is not wanted any more', () => {
  const recorder = dispatched()
  const [fan, valve] = [
    recorder.send('need_part', { ...base, ...part }, byLuis),
    recorder.send('need_part', { ...base, ...part, name: 'Valve' }, byLuis),
  ]
  const standing = () => {
    const { partsWanted, partsWaiting, partsExpected } = project(recorder.order ?? assert.fail()).order
    return [partsWanted, partsWaiting, partsExpected]
  }
  recorder.send('mark_part_ordered', { part: fan, expected: '2026-11-02', note: '' })
  assert.deepEqual(standing(), [2, 2, null], 'one of them is not ordered: nobody knows when')
  recorder.send('mark_part_ordered', { part: valve, expected: '2026-10-30', note: '' })
  assert.deepEqual(standing(), [2, 2, '2026-11-02'])
  recorder.send('mark_part_arrived', { part: fan })
  recorder.send('drop_part', { part: valve, reason: 'Mended' })
  assert.deepEqual(standing(), [1, 0, null])
  assert.deepEqual(neededParts(recorder.work).map(neededPartState), ['arrived', 'dropped'])
  assert.equal(partsStanding(recorder.work).waiting, 0)
})

test('a finding after the signature is a change of what was signed', () => {
  const recorder = dispatched()
  const summary = { summaryHash: '0'.repeat(64), summary: '{}', language: 'en', template: 'summary-2' }
  recorder.send('unattended', { ...base, ...summary, reason: 'Nobody there' }, byLuis)
  const changed = () => {
    const [signOff] = recorder.onlyVisit.signOffs
    return signOff && changedSinceSigned(recorder.work, recorder.onlyVisit, signOff)
  }
  assert.equal(changed(), false)
  recorder.send('finding', { ...base, ...finding }, byLuis)
  assert.equal(changed(), true)
})
