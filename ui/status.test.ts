import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Mark, outcomeMarks, syncMarks, visitMarks, workOrderMarks } from './status.ts'

const families: Record<string, Record<string, Mark>> = { workOrderMarks, visitMarks, outcomeMarks, syncMarks }

test('within one family no two states share a picture or a word, so colour is never what tells them apart', () => {
  for (const [name, marks] of Object.entries(families)) {
    const all = Object.values(marks)
    assert.equal(new Set(all.map((mark) => mark.icon)).size, all.length, name)
    assert.equal(new Set(all.map((mark) => mark.word)).size, all.length, name)
  }
})

test('the same word is the same colour for a work order and a visit', () => {
  for (const [status, mark] of Object.entries(visitMarks)) {
    const other = Object.entries(workOrderMarks).find(([name]) => name === status)?.[1]
    if (other) assert.equal(mark.tone, other.tone, status)
  }
})

test('work that has not left the phone is not shown as an error', () => {
  for (const mark of Object.values(syncMarks)) assert.notEqual(mark.tone, 'problem')
})
