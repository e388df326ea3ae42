import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, boardOf, technicianOn, visitOn } from '#test/support/board.ts'
import { lineAt, linesBetween, linesOf, nobody, type RowWish, rowsOf } from './rows.ts'

const wish: RowWish = { text: '', skill: null, group: 'none', order: 'name', opened: new Set() }
const now = at('07:00')
const look = { lane: 40, air: 8, group: 26 }

test('a visit of two stands in both rows; one with nobody to go has a row of its own on top', () => {
  const board = boardOf({
    technicians: [technicianOn('ada'), technicianOn('ben')],
    visits: [visitOn('a', ['ada', 'ben'], '09:00'), visitOn('b', [], '10:00')],
  })
  const rows = rowsOf(board, wish, now).flatMap((group) => group.rows)
  assert.deepEqual(
    rows.map(({ id, placed }) => [id, placed.map(({ item }) => item.id)]),
    [
      [nobody, ['b']],
      ['ada', ['a']],
      ['ben', ['a']],
    ],
  )
})

test('five hundred visits on one row show four lanes and how many more there are; opened, all of them', () => {
  const visits = Array.from({ length: 500 }, (_, n) => visitOn(`v${n}`, ['ada'], '09:00'))
  const board = boardOf({ technicians: [technicianOn('ada')], visits })
  const [closed] = rowsOf(board, wish, now).flatMap((group) => group.rows)
  assert.deepEqual([closed?.lanes, closed?.placed.length, closed?.hidden], [4, 4, 496])
  const [opened] = rowsOf(board, { ...wish, opened: new Set(['ada']) }, now).flatMap((group) => group.rows)
  assert.deepEqual([opened?.lanes, opened?.placed.length, opened?.hidden], [500, 500, 0])
})

test('rows are found by name and code and by skill; a name of two hundred characters is a name', () => {
  const long = 'Maximiliane '.repeat(17).slice(0, 200)
  const board = boardOf({
    technicians: [
      technicianOn('ada', { name: long, code: 'MX' }),
      technicianOn('ben', { skills: [{ id: 'gas', until: null }] }),
    ],
  })
  const found = (more: Partial<RowWish>) =>
    rowsOf(board, { ...wish, ...more }, now).flatMap(({ rows }) => rows.map(({ id }) => id))
  assert.deepEqual(found({ text: ' maximiliane MAXI' }), ['ada'])
  assert.deepEqual(found({ text: 'mx' }), ['ada'])
  assert.deepEqual(found({ skill: 'gas' }), ['ben'])
  assert.deepEqual(found({ text: 'nobody of this name' }), [])
})

test('grouped by territory whoever has none stands under Anywhere; groups without rows are not there', () => {
  const board = boardOf({
    territories: [
      { id: 'north', name: 'North' },
      { id: 'south', name: 'South' },
    ],
    technicians: [technicianOn('ada', { territories: ['north'] }), technicianOn('ben')],
  })
  const groups = rowsOf(board, { ...wish, group: 'territory' }, now)
  assert.deepEqual(
    groups.map(({ name, rows }) => [name, rows.map(({ id }) => id)]),
    [
      ['North', ['ada']],
      ['Anywhere', ['ben']],
    ],
  )
})

test('the most free come first; whoever has no hours comes last, for nobody knows', () => {
  const board = boardOf({
    technicians: [technicianOn('ada', { open: null }), technicianOn('ben'), technicianOn('cem')],
    visits: [visitOn('a', ['ben'], '09:00')],
  })
  const [group] = rowsOf(board, { ...wish, order: 'load' }, now)
  assert.deepEqual(
    group?.rows.map(({ id }) => id),
    ['cem', 'ben', 'ada'],
  )
})

test('a visit that overruns is as long as it has lasted; one that is finished ends when it did', () => {
  const board = boardOf({
    technicians: [technicianOn('ada')],
    visits: [
      visitOn('a', ['ada'], '09:00', { status: 'on_site', arrivedAt: at('09:10') }),
      visitOn('b', ['ada'], '12:00', { status: 'finished', arrivedAt: at('12:05'), finishedAt: at('12:30') }),
    ],
  })
  const [row] = rowsOf(board, wish, at('11:00')).flatMap(({ rows }) => rows)
  assert.deepEqual(
    row?.placed.map(({ from, to }) => [new Date(from).toISOString(), new Date(to).toISOString()]),
    [
      [at('09:10'), at('11:00')],
      [at('12:05'), at('12:30')],
    ],
  )
})

test('lines stand under each other; only those a stretch of the window touches are drawn, and a point is in one or below all', () => {
  const board = boardOf({ technicians: Array.from({ length: 100 }, (_, n) => technicianOn(`t${n}`)) })
  const { lines, height } = linesOf(rowsOf(board, wish, now), look)
  assert.equal(height, 100 * 48)
  assert.deepEqual(
    linesBetween(lines, 48 * 10, 48 * 12).map(({ y }) => y / 48),
    [10, 11],
  )
  assert.deepEqual(linesBetween(lines, height, height + 100), [])
  assert.equal(lineAt(lines, 48 * 3 + 1)?.y, 48 * 3)
  assert.equal(lineAt(lines, height + 500), undefined)
})
