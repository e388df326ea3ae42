import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Answer, CommandBody } from './commands.ts'
import { formProblems, problemSentence } from './form-problems.ts'
import type { Section, TaskDefinition } from './form-schema.ts'
import { askedAs, shownTasks, startCheck } from './forms.ts'
import { missing, missingWords } from './missing.ts'
import { byLuis, idOf, luis, office, planAndDispatch, raised, type Recorder } from './testing.ts'

const visit = idOf(0xf1)
const risk: Section = { id: idOf(0x51), title: 'Before the work', purpose: 'risk_assessment' }
const work: Section = { id: idOf(0x52), title: 'The work', purpose: 'work' }

function question(n: number, changes: Partial<TaskDefinition> = {}): TaskDefinition {
  return { id: idOf(n), label: `Question ${n}`, kind: 'check', required: true, ...changes }
}

function withForm(
  tasks: TaskDefinition[],
  sections: Section[] = [],
  more: Partial<CommandBody<'raise'>> = {},
): Recorder {
  const recorder = raised({ tasks, sections, formVersion: 1, ...more })
  planAndDispatch(recorder, visit, [luis])
  return recorder
}

function say(recorder: Recorder, task: string, answer: Answer, at = '2026-10-24T07:00:00.000Z', form?: number): void {
  const body = { visit, technician: luis, at, task, answer }
  recorder.send('answer_task', form === undefined ? body : { ...body, form }, byLuis)
}

const yes: Answer = { kind: 'check', value: 'yes' }
const no: Answer = { kind: 'check', value: 'no' }
const open = (recorder: Recorder) => missing(recorder.work, recorder.onlyVisit, 'done').map(missingWords)

test('a required question that an answer shows is missing from then on, and hidden again it blocks nothing', () => {
  const [leak, where] = [question(1, { label: 'Leak' }), question(2, { label: 'Where', kind: 'text' })]
  const recorder = withForm([leak, { ...where, shownBy: { task: leak.id, is: ['yes'] } }])
  assert.deepEqual(open(recorder), ['“Leak”'])
  say(recorder, leak.id, yes)
  assert.deepEqual(open(recorder), ['“Where”'])
  say(recorder, leak.id, no)
  assert.deepEqual(open(recorder), [])
})

test('a question behind a hidden question is hidden, whatever it was answered before', () => {
  const [a, b, c] = [question(1), question(2), question(3)]
  const recorder = withForm([
    a,
    { ...b, shownBy: { task: a.id, is: ['yes'] } },
    { ...c, shownBy: { task: b.id, is: ['yes'] } },
  ])
  say(recorder, a.id, yes)
  say(recorder, b.id, yes)
  assert.deepEqual(open(recorder), ['“Question 3”'])
  say(recorder, a.id, no)
  assert.deepEqual(open(recorder), [])
})

test('a section is shown by an answer, a number outside its range among them', () => {
  const pressure = question(1, { kind: 'number', label: 'Pressure', min: '1,0', max: '2.5', unit: 'bar' })
  const more: Section = { ...work, shownBy: { task: pressure.id, is: ['out_of_range'] } }
  const recorder = withForm([pressure, question(2, { label: 'Why', kind: 'text', section: more.id })], [more])
  say(recorder, pressure.id, { kind: 'number', value: '1.8' })
  assert.deepEqual(open(recorder), [])
  say(recorder, pressure.id, { kind: 'number', value: '0,4' })
  assert.deepEqual(open(recorder), ['“Why”'])
})

test('what is required for one outcome is not asked for another', () => {
  const task = question(1, { label: 'What is unsafe', kind: 'text', requiredFor: ['unsafe'] })
  const recorder = withForm([task], [], {
    requires: {
      signOff: true,
      photosBefore: 1,
      photosAfter: 0,
      photosNameplate: 1,
      photosFor: ['unsafe'],
      signOffFor: ['done'],
    },
  })
  const lacks = (outcome: 'done' | 'unsafe') => missing(recorder.work, recorder.onlyVisit, outcome).map(missingWords)
  assert.deepEqual(lacks('done'), ['a sign-off'])
  assert.deepEqual(lacks('unsafe'), ['“What is unsafe”', 'photos before (0 of 1)', 'photos of the nameplate (0 of 1)'])
})

test('a reading is owed for each asset of the work order', () => {
  const meter = question(1, { kind: 'reading', label: 'Meter', unit: 'kWh' })
  const assets = [idOf(0xaa1), idOf(0xaa2)]
  const recorder = withForm([meter])
  recorder.send('edit_details', { changes: { assets } })
  for (const asset of assets) {
    assert.deepEqual(open(recorder), ['“Meter”'])
    say(recorder, meter.id, { kind: 'reading', value: '1204', asset })
  }
  assert.deepEqual(open(recorder), [])
})

test('the risk assessment is owed again when work is resumed on another day at the site, and not before', () => {
  const ladder = question(1, { label: 'Ladder safe', section: risk.id })
  const recorder = withForm([ladder], [risk])
  const check = (day: string) => startCheck(recorder.work, recorder.onlyVisit, day).open.map((task) => task.label)
  assert.deepEqual(check('2026-10-24'), ['Ladder safe'])
  say(recorder, ladder.id, yes, '2026-10-24T21:30:00.000Z')
  recorder.send('arrive', { visit, technician: luis, at: '2026-10-24T21:31:00.000Z' }, byLuis)
  assert.deepEqual(check('2026-10-24'), [])
  assert.deepEqual(open(recorder), [])
  // 22:30 UTC is half past midnight in Berlin.
  recorder.send('pause', { visit, technician: luis, at: '2026-10-24T21:50:00.000Z', activity: 'break' }, byLuis)
  recorder.send('resume', { visit, technician: luis, at: '2026-10-24T22:30:00.000Z' }, byLuis)
  assert.deepEqual(check('2026-10-25'), ['Ladder safe'])
  assert.deepEqual(open(recorder), ['“Ladder safe”'])
  say(recorder, ladder.id, yes, '2026-10-24T22:31:00.000Z')
  assert.deepEqual(open(recorder), [])
})

test('an answer that stops the start is seen by the office, until another answer of that day lets it start', () => {
  const gas = question(1, { label: 'Gas smelt', section: risk.id, blocksStart: ['yes'] })
  const recorder = withForm([gas], [risk])
  const blocked = () => startCheck(recorder.work, recorder.onlyVisit, '2026-10-24').blocked.length
  say(recorder, gas.id, yes)
  assert.equal(blocked(), 1)
  assert.deepEqual(recorder.openFlags, ['start_blocked'])
  say(recorder, gas.id, no)
  assert.equal(blocked(), 0)
  assert.deepEqual(recorder.openFlags, [])
})

test('answered on an old phone, a form keeps the words it was answered under, and what is not asked any more stays on the record', () => {
  const [kept, gone, never] = [question(1, { label: 'Filter ok' }), question(2, { label: 'Belt ok' }), question(3)]
  const recorder = withForm([kept, gone, never])
  say(recorder, gone.id, yes, undefined, 1)
  recorder.send('renew_form', {
    formVersion: 2,
    tasks: [{ ...kept, label: 'Filter cleaned' }, question(4, { label: 'Fan ok' })],
    sections: [],
    requires: { signOff: false, photosBefore: 0, photosAfter: 0 },
  })
  assert.deepEqual(open(recorder), ['“Filter cleaned”', '“Fan ok”'])
  say(recorder, kept.id, yes, undefined, 1)
  say(recorder, never.id, no, undefined, 1)
  assert.deepEqual(open(recorder), ['“Fan ok”'])
  const shown = recorder.work.tasks.map((task) => [
    task.answers[0] ? askedAs(recorder.work, task, task.answers[0]).label : task.label,
    task.answers.length,
  ])
  assert.deepEqual(shown, [
    ['Filter ok', 1],
    ['Fan ok', 0],
    ['Belt ok', 1],
    ['Question 3', 1],
  ])
  assert.deepEqual(
    recorder.try('renew_form', { formVersion: 2, tasks: [], sections: [], requires: recorder.work.requires }, office),
    {
      refusal: { code: 'form_not_newer' },
    },
  )
})

test('questions that wait for themselves, or for a word nobody can say, are refused with where to mend it', () => {
  const [a, b] = [question(1, { label: 'A' }), question(2, { label: 'B' })]
  const says = (tasks: TaskDefinition[], sections: Section[] = []) =>
    formProblems({ tasks, sections }).map(problemSentence)
  assert.deepEqual(
    says([
      { ...a, shownBy: { task: b.id, is: ['yes'] } },
      { ...b, shownBy: { task: a.id, is: ['yes'] } },
    ]),
    [
      '“A” waits for “B”, which waits for it in turn. Show one of them always.',
      '“B” waits for “A”, which waits for it in turn. Show one of them always.',
    ],
  )
  assert.deepEqual(says([{ ...a, section: work.id }], [{ ...work, shownBy: { task: a.id, is: ['yes'] } }]), [
    '“A” waits for “A”, which waits for it in turn. Show one of them always.',
  ])
  assert.deepEqual(says([a, { ...b, shownBy: { task: a.id, is: ['maybe'] } }]), [
    '“B” waits for “maybe”, which “A” cannot say. Choose the answer again.',
  ])
  assert.deepEqual(says([{ ...a, kind: 'choice' }]), ['“A” has nothing to choose from. Add an answer.'])
  assert.deepEqual(says([{ ...a, blocksStart: ['no'] }]), [
    '“A” would stop work that has begun. Move it to a risk assessment, or let it stop nothing.',
  ])
})

/** Forms of up to twelve questions where each may wait for any other, sections too; and answers to them in any order. */
const someForm = fc
  .record({
    waits: fc.array(fc.record({ on: fc.option(fc.nat(11)), section: fc.option(fc.nat(2)), required: fc.boolean() }), {
      minLength: 1,
      maxLength: 12,
    }),
    sectionWaits: fc.tuple(...Array.from({ length: 3 }, () => fc.option(fc.nat(11)))),
    answers: fc.array(fc.record({ task: fc.nat(11), value: fc.constantFrom('yes', 'no') }), { maxLength: 30 }),
  })
  .map(({ waits, sectionWaits, answers }) => {
    const ids = waits.map((_, index) => idOf(0x100 + index))
    const condition = (on: number | null) => {
      const task = on === null ? undefined : ids[on % ids.length]
      return task === undefined ? {} : { shownBy: { task, is: ['yes'] } }
    }
    const sections = sectionWaits.map((on, index): Section => ({ ...work, id: idOf(0x200 + index), ...condition(on) }))
    const tasks = waits.map(({ on, section, required }, index): TaskDefinition => {
      const inSection = section === null ? undefined : sections[section]?.id
      const placed = inSection === undefined ? {} : { section: inSection }
      return { id: ids[index] ?? '', label: `${index}`, kind: 'check', required, ...placed, ...condition(on) }
    })
    return {
      sections,
      tasks,
      answers: answers.map(({ task, value }) => ({ task: ids[task % ids.length] ?? '', value })),
    }
  })

test('however conditions nest: shown is what its chain of answers shows, the hidden is never missing, and circles are found', () => {
  fc.assert(
    fc.property(someForm, ({ sections, tasks, answers }) => {
      const circles = formProblems({ sections, tasks }).filter(({ code }) => code === 'form_circle')
      const recorder = withForm(tasks, sections)
      for (const { task, value } of answers)
        say(recorder, task, { kind: 'check', value: value === 'yes' ? 'yes' : 'no' })
      const shown = new Set(
        shownTasks({ work: recorder.work, visit: recorder.onlyVisit, day: null }).map((task) => task.id),
      )
      const lacking = missing(recorder.work, recorder.onlyVisit, 'done')
      assert.ok(lacking.every((one) => one.code === 'task_open' && shown.has(one.task)))
      const last = new Map(answers.map(({ task, value }) => [task, value]))
      for (const task of tasks) {
        const section = sections.find((one) => one.id === task.section)
        const holds = [task.shownBy, section?.shownBy].every(
          (condition) => !condition || (shown.has(condition.task) && last.get(condition.task) === 'yes'),
        )
        if (circles.length === 0) assert.equal(shown.has(task.id), holds)
        else if (shown.has(task.id)) assert.ok(holds)
        const open = lacking.some((one) => one.code === 'task_open' && one.task === task.id)
        assert.equal(open, shown.has(task.id) && task.required && !last.has(task.id))
      }
    }),
    { numRuns: 300 },
  )
})
