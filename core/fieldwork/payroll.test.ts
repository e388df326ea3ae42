import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sum } from '../kit/money.ts'
import { addMinutes, minutesBetween } from '../kit/time.ts'
import { payrollCsv, payrollProblems, payrollRows, payrollTotals, type Worked } from './payroll.ts'

const zone = 'Europe/Berlin'
const always = { from: '2026-01-01', to: '2026-12-31', zone }

function worked(from: string, to: string | null, technician = 'luis'): Worked {
  return {
    id: from,
    technician,
    technicianName: technician,
    activity: 'work',
    from,
    to,
    workOrder: 'WO-1',
    workOrderId: 'one',
  }
}

test('a night is on both days it lies on, and the night the clocks go back has an hour more', () => {
  const usual = payrollRows([worked('2026-10-23T20:00:00.000Z', '2026-10-24T04:00:00.000Z')], always)
  assert.deepEqual(
    usual.map(({ day, minutes }) => [day, minutes]),
    [
      ['2026-10-23', 120],
      ['2026-10-24', 360],
    ],
  )
  // From 22:00 to 6:00 on the wall: nine hours, for one of them is there twice.
  const [before, after] = payrollRows([worked('2026-10-24T20:00:00.000Z', '2026-10-25T05:00:00.000Z')], always)
  assert.deepEqual([before?.minutes, after?.minutes], [120, 420])
  const [, spring] = payrollRows([worked('2026-03-28T21:00:00.000Z', '2026-03-29T04:00:00.000Z')], always)
  assert.equal(spring?.minutes, 300)
  const only = payrollRows([worked('2026-10-24T20:00:00.000Z', '2026-10-25T05:00:00.000Z')], {
    ...always,
    from: '2026-10-25',
  })
  assert.deepEqual(
    only.map((row) => [row.day, row.minutes]),
    [['2026-10-25', 420]],
  )
})

test('however long it took and whenever it began, the pieces make the whole and touch each other', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 500_000 }),
      fc.integer({ min: 0, max: 10_000 }),
      fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia'),
      (start, length, where) => {
        const from = addMinutes('2026-01-01T00:00:00.000Z', start)
        const to = addMinutes(from, length)
        const rows = payrollRows([worked(from, to)], { from: '2025-01-01', to: '2027-12-31', zone: where })
        assert.equal(sum(rows.map((row) => row.minutes)), minutesBetween(from, to))
        assert.deepEqual([rows[0]?.from, rows.at(-1)?.to], [from, to])
        for (const [index, row] of rows.entries()) if (index > 0) assert.equal(row.from, rows[index - 1]?.to)
      },
    ),
  )
})

test('clocks that run and time in two places at once are named, and only the first of them is left out', () => {
  const long = worked('2026-11-23T08:00:00.000Z', '2026-11-23T12:00:00.000Z')
  const within = worked('2026-11-23T09:00:00.000Z', '2026-11-23T09:30:00.000Z')
  const late = worked('2026-11-23T11:00:00.000Z', '2026-11-23T13:00:00.000Z')
  const touching = worked('2026-11-23T13:00:00.000Z', '2026-11-23T14:00:00.000Z')
  const other = worked('2026-11-23T08:00:00.000Z', '2026-11-23T12:00:00.000Z', 'maria')
  const open = worked('2026-11-23T15:00:00.000Z', null)
  const all = [long, within, late, touching, other, open]
  assert.deepEqual(
    payrollProblems(all).map((one) => [one.kind, one.technician, one.entry.from]),
    [
      ['open', 'luis', open.from],
      ['overlap', 'luis', within.from],
      ['overlap', 'luis', late.from],
    ],
  )
  const totals = payrollTotals(payrollRows(all, always))
  assert.deepEqual(
    totals.map(({ name, days, minutes }) => [name, days, minutes]),
    [
      ['luis', 1, 450],
      ['maria', 1, 240],
    ],
  )
})

test('the file says its zone on every row', () => {
  const csv = payrollCsv(
    payrollRows([worked('2026-10-24T23:30:00.000Z', '2026-10-25T01:30:00.000Z')], always),
    zone,
    (cell) => cell,
  )
  const [, row] = csv.split('\r\n')
  assert.equal(
    row,
    'luis,2026-10-25,work,01:30 CEST,02:30 CET,120,2.00,WO-1,2026-10-24T23:30:00.000Z,2026-10-25T01:30:00.000Z,Europe/Berlin',
  )
})
