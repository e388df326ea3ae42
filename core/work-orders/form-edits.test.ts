import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  changeKind,
  changeOptions,
  type DraftForm,
  placeTask,
  removeSection,
  removeTask,
  stepTask,
} from './form-edits.ts'
import { formProblems } from './form-problems.ts'
import type { Section, TaskDefinition } from './form-schema.ts'
import { idOf } from './testing.ts'

const question = (n: number, changes: Partial<TaskDefinition> = {}): TaskDefinition => ({
  id: idOf(n),
  label: `Q${n}`,
  kind: 'check',
  required: true,
  ...changes,
})
const section = (n: number): Section => ({ id: idOf(n), title: `S${n}`, purpose: 'risk_assessment' })
const order = ({ tasks }: DraftForm) => tasks.map((task) => `${task.label}${task.section ? '*' : ''}`).join(' ')

test('a word said otherwise takes along what hangs on it; a word left out leaves it shown always', () => {
  const fuel = question(1, { kind: 'choice', options: ['Gas', 'Oil'], section: idOf(9), blocksStart: ['Gas'] })
  const form = { sections: [section(9)], tasks: [fuel, question(2, { shownBy: { task: fuel.id, is: ['Gas'] } })] }
  const renamed = changeOptions(form, fuel.id, ['Natural gas', 'Oil'])
  assert.deepEqual(
    renamed.tasks.map((task) => task.shownBy?.is ?? task.blocksStart),
    [['Natural gas'], ['Natural gas']],
  )
  const shorter = changeOptions(form, fuel.id, ['Oil'])
  assert.deepEqual(
    shorter.tasks.map((task) => task.shownBy ?? task.blocksStart),
    [undefined, undefined],
  )
})

test('a question answered in another way is another question, and nothing waits for words it cannot say', () => {
  const asked = question(1, { section: idOf(9), blocksStart: ['no'] })
  const form = { sections: [section(9)], tasks: [asked, question(2, { shownBy: { task: asked.id, is: ['no'] } })] }
  const changed = changeKind(form, asked.id, 'text', idOf(7))
  assert.deepEqual(changed.tasks[0], { id: idOf(7), label: 'Q1', kind: 'text', required: true, section: idOf(9) })
  assert.equal(changed.tasks[1]?.shownBy, undefined)
})

test('a question moves by steps through the sections, and back to where it was', () => {
  const start: DraftForm = { sections: [section(9)], tasks: [question(1), question(2, { section: idOf(9) })] }
  const down = stepTask(start, idOf(1), 1)
  assert.equal(order(down), 'Q1* Q2*')
  const further = stepTask(down, idOf(1), 1)
  assert.equal(order(further), 'Q2* Q1*')
  assert.equal(order(stepTask(further, idOf(1), 1)), 'Q2* Q1*')
  const back = stepTask(stepTask(further, idOf(1), -1), idOf(1), -1)
  assert.deepEqual(
    back.tasks.map((task) => [task.label, task.section]).sort(),
    start.tasks.map((task) => [task.label, task.section]).sort(),
  )
  assert.equal(order(placeTask(start, idOf(2), null, idOf(1))), 'Q2 Q1')
})

test('whatever is taken out of a form that can be asked, it can be asked still', () => {
  const forms = fc.array(fc.record({ on: fc.option(fc.nat(7)), inSection: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
  })
  fc.assert(
    fc.property(forms, fc.nat(7), fc.boolean(), (shape, which, wholeSection) => {
      // Each waits for one before it, so that the form can be asked to begin with.
      const tasks = shape.map(({ on, inSection }, index) => {
        const task = question(index + 1, inSection ? { section: idOf(99) } : {})
        return on === null || on >= index ? task : { ...task, shownBy: { task: idOf(on + 1), is: ['yes'] } }
      })
      const form: DraftForm = { sections: [section(99)], tasks }
      assert.deepEqual(formProblems(form), [])
      const left = wholeSection ? removeSection(form, idOf(99)) : removeTask(form, idOf((which % shape.length) + 1))
      assert.deepEqual(formProblems(left), [])
      assert.ok(wholeSection || left.tasks.length === tasks.length - 1)
    }),
  )
})
