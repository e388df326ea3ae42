import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  byLuis,
  finishBody,
  idOf,
  luis,
  planAndDispatch,
  raiseBody,
  raised,
  type Recorder,
} from '../work-orders/testing.ts'
import { report, type ReportSetting } from './report.ts'

const visit = idOf(0xf1)
const at = '2026-10-24T06:05:00.000Z'
const party = { name: 'Meridian', lines: [] }
const setting: ReportSetting = {
  language: 'en',
  locale: 'en-GB',
  size: 'a4',
  letterhead: { name: 'Meridian', address: [], contact: [], taxNumber: null, logo: null, accent: '#224466' },
  customer: party,
  site: party,
  assets: [],
  assetNames: {},
  technicians: { [luis]: 'Luis Ortega' },
  consents: {},
  frozenAt: at,
}

function asked(description: string, tasks: ReturnType<typeof raiseBody>['tasks'] = []): Recorder {
  const recorder = raised({ details: { ...raiseBody().details, description }, tasks })
  planAndDispatch(recorder, visit, [luis])
  return recorder
}

function worked(recorder: Recorder, note: string) {
  const fact = { visit, technician: luis, at }
  recorder.send('arrive', fact, byLuis)
  recorder.send('note', { ...fact, text: 'Customer is hard to please', audience: 'crew' }, byLuis)
  recorder.send('finish', { ...finishBody(visit, luis, at), note }, byLuis)
  return report(recorder.work, null, setting)
}

test('the customer reads first what was asked for and what was done, and nothing that was said among the crew', () => {
  const paper = worked(asked('No heat since Monday.'), 'Relief valve replaced.\n\nHolds 1.5 bar.')
  assert.deepEqual(paper.asked, ['No heat since Monday.'])
  assert.deepEqual(paper.summary, ['Relief valve replaced.', 'Holds 1.5 bar.'])
  assert.ok(!JSON.stringify(paper).includes('hard to please'))
})

test('a No to a question is printed as No, a Yes as Yes, a reading with its unit, and what nobody answered as open', () => {
  const [locked, isolated, pressure] = [idOf(0x701), idOf(0x702), idOf(0x703)]
  const recorder = asked('', [
    { id: locked, label: 'Locked out and proven dead', kind: 'check', required: true },
    { id: isolated, label: 'Water shut off', kind: 'check', required: true },
    { id: pressure, label: 'Pressure', kind: 'number', unit: 'bar', required: false },
    { id: idOf(0x704), label: 'Bleed radiators', kind: 'check', required: false },
  ])
  const answer = (id: string, value: { kind: 'check'; value: 'yes' | 'no' } | { kind: 'number'; value: string }) =>
    recorder.send('answer_task', { visit, technician: luis, at, task: id, answer: value }, byLuis)
  answer(locked, { kind: 'check', value: 'no' })
  answer(isolated, { kind: 'check', value: 'yes' })
  answer(pressure, { kind: 'number', value: '1.5' })
  const shown = new Map(worked(recorder, '').tasks.flatMap((group) => group.tasks.map((one) => [one.title, one])))
  assert.deepEqual(shown.get('Locked out and proven dead')?.state, 'no')
  assert.deepEqual(shown.get('Water shut off')?.state, 'yes')
  assert.deepEqual(shown.get('Pressure')?.answers, [{ question: '', answer: '1.5 bar', deviates: false }])
  assert.deepEqual(shown.get('Bleed radiators')?.state, 'open')
})

test('answers stand under their section, a reading under its equipment, and a finding among what is to follow', () => {
  const [section, boiler] = [idOf(0x801), idOf(0x802)]
  const task = {
    id: idOf(0x705),
    label: 'Pressure',
    kind: 'reading',
    unit: 'bar',
    max: '2.5',
    required: true,
    section,
  } as const
  const recorder = raised({ tasks: [task], sections: [{ id: section, title: 'Measured', purpose: 'work' }] })
  planAndDispatch(recorder, visit, [luis])
  const fact = { visit, technician: luis, at }
  const answer = { kind: 'reading', value: '3,1', asset: boiler } as const
  recorder.send('answer_task', { ...fact, task: task.id, answer }, byLuis)
  const said = {
    severity: 'serious',
    text: 'Tank is full',
    recommendation: 'Replace it',
    photos: [],
    repaired: false,
  } as const
  recorder.send('finding', { ...fact, ...said, photos: [], asset: boiler }, byLuis)
  const paper = report(recorder.work, visit, { ...setting, assetNames: { [boiler]: 'Boiler 1' } })
  assert.deepEqual(paper.tasks, [
    {
      heading: 'Measured',
      tasks: [
        {
          title: 'Pressure',
          state: 'done',
          answers: [{ question: 'Boiler 1', answer: '3,1 bar', deviates: true }],
          remark: null,
        },
      ],
    },
  ])
  assert.deepEqual(paper.followUps, [
    { reason: 'Serious, Boiler 1', text: 'Tank is full\nReplace it', planned: null, state: 'open' },
  ])
})
