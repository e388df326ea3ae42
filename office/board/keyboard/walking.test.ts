import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, boardOf, technicianOn, visitOn } from '#test/support/board.ts'
import { linesOf, rowsOf } from '../rows.ts'
import { spotAfter, spotNextTo, stopOf } from './walking.ts'

const board = boardOf({
  technicians: ['ada', 'ben', 'cem', 'dora'].map((id) => technicianOn(id)),
  visits: [
    visitOn('a1', ['ada'], '09:00'),
    visitOn('a2', ['ada'], '13:00'),
    visitOn('c1', ['cem'], '08:00'),
    visitOn('c2', ['cem'], '13:30'),
  ],
})
const wish = { text: '', skill: null, group: 'none', order: 'name', opened: new Set<string>() } as const
const { lines } = linesOf(rowsOf(board, wish, at('07:00')), { lane: 40, air: 8, group: 26 })
const a2 = { visit: 'a2', row: 'ada' }

test('arrows go along a row by time and over rows with nothing on them to what is nearest in time', () => {
  assert.equal(spotNextTo(lines, a2, 'before')?.visit, 'a1')
  assert.equal(spotNextTo(lines, a2, 'after'), null)
  assert.deepEqual(spotNextTo(lines, a2, 'below'), { visit: 'c2', row: 'cem' })
  assert.equal(spotNextTo(lines, { visit: 'c1', row: 'cem' }, 'above')?.visit, 'a1')
  assert.equal(spotNextTo(lines, a2, 'last')?.visit, 'c2')
})

test('Tab comes to where the keyboard was, to the visit’s other row when it was moved, else to the first card', () => {
  assert.deepEqual(stopOf(lines, 'a2 ada'), a2)
  assert.deepEqual(stopOf(lines, 'a2 ben'), a2)
  assert.deepEqual(stopOf(lines, 'gone ada'), { visit: 'a1', row: 'ada' })
  assert.deepEqual(stopOf(lines, null), { visit: 'a1', row: 'ada' })
  assert.equal(stopOf([], null), null)
})

test('when a card leaves the board the keyboard goes to what stands next to it', () => {
  assert.equal(spotAfter(lines, a2)?.visit, 'a1')
  assert.equal(spotAfter(lines, { visit: 'a1', row: 'ada' })?.visit, 'a2')
})
