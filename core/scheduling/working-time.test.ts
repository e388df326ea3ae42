import assert from 'node:assert/strict'
import { test } from 'node:test'
import { weekdays } from '../kit/hours.ts'
import { openingsOf, openingTime, workingTime } from './working-time.ts'

const week = weekdays({ from: '07:00', to: '16:00' })
const zone = 'Europe/Berlin'
const range = { from: '2026-11-20T00:00:00.000Z', to: '2026-11-25T00:00:00.000Z' }
const on = (day: number, from: string, to: string) => ({
  from: `2026-11-${day}T${from}:00.000Z`,
  to: `2026-11-${day}T${to}:00.000Z`,
})
const none = { extra: [], absent: [] }

test('somebody works the hours of their week in their zone, not on weekends and not on holidays', () => {
  assert.deepEqual(workingTime(week, zone, new Set(['2026-11-24']), none, range), [
    on(20, '06:00', '15:00'),
    on(23, '06:00', '15:00'),
  ])
})

test('what is worked besides joins the hours it touches, an absence cuts them, and wins', () => {
  const extra = [on(20, '15:00', '17:00'), on(21, '08:00', '12:00')]
  const absent = [on(20, '10:00', '11:30'), on(21, '11:00', '20:00'), on(23, '00:00', '23:59')]
  assert.deepEqual(workingTime(week, zone, new Set(), { extra, absent }, range), [
    on(20, '06:00', '10:00'),
    on(20, '11:30', '17:00'),
    on(21, '08:00', '11:00'),
    on(24, '06:00', '15:00'),
  ])
})

test('a night shift is one stretch over midnight, cut only where the days looked at end', () => {
  const nights = [[{ from: '22:00', to: '24:00' }], [{ from: '00:00', to: '06:00' }], [], [], [], [], []] as const
  const monday = { from: '2026-11-23T00:00:00.000Z', to: '2026-11-24T04:00:00.000Z' }
  assert.deepEqual(openingTime(nights, 'UTC', monday), [
    { from: '2026-11-23T22:00:00.000Z', to: '2026-11-24T04:00:00.000Z' },
  ])
  assert.deepEqual(
    [...openingsOf([on(20, '00:01', '00:03')])].map((at) => at % 1440),
    [1, 3],
  )
})
