import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type WeekHours, weekdays } from './hours.ts'
import { daysFrom, isClosedAllWeek, weekHoursWords } from './hours-words.ts'

test('hours read as people say them: days alike together, closed days left out', () => {
  assert.equal(weekHoursWords(weekdays({ from: '08:00', to: '17:00' }), 'en-GB'), 'Mon – Fri 08:00 – 17:00')
  const split: WeekHours = [
    [
      { from: '07:00', to: '12:00' },
      { from: '13:00', to: '16:30' },
    ],
    [],
    [{ from: '22:00', to: '24:00' }],
    [{ from: '22:00', to: '24:00' }],
    [],
    [{ from: '09:00', to: '12:00' }],
    [],
  ]
  assert.equal(
    weekHoursWords(split, 'en-GB'),
    'Mon 07:00 – 12:00 and 13:00 – 16:30, Wed – Thu 22:00 – midnight, Sat 09:00 – 12:00',
  )
  assert.equal(
    weekHoursWords(weekdays({ from: '08:00', to: '17:00' }), 'en-US'),
    'Mon – Fri 8:00\u00a0AM – 5:00\u00a0PM',
  )
})

test('a week open every day alike says so, and a week without hours says nothing', () => {
  const day = [{ from: '00:00', to: '24:00' }]
  assert.equal(weekHoursWords([day, day, day, day, day, day, day], 'en-GB'), 'every day 00:00 – midnight')
  const none: WeekHours = [[], [], [], [], [], [], []]
  assert.equal(weekHoursWords(none, 'en-GB'), '')
  assert.equal(isClosedAllWeek(none), true)
})

test('a calendar that begins on Sunday shows Sunday first', () => {
  assert.deepEqual(daysFrom(7), [6, 0, 1, 2, 3, 4, 5])
  assert.deepEqual(daysFrom(1), [0, 1, 2, 3, 4, 5, 6])
})
