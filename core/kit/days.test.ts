import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayBounds, instantFrom, localDate } from './time.ts'

const zones = [
  'Europe/Berlin',
  'America/Santiago',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Pacific/Apia',
]

test('an instant is of a day as text between its bounds, also on days that clocks change at midnight', () => {
  const first = Date.parse('2026-01-01T00:00:00Z')
  for (const zone of zones) {
    for (let hour = 0; hour < 24 * 365; hour += 5) {
      const now = instantFrom(first + hour * 3600_000)
      const date = localDate(now, zone)
      const { from, to } = dayBounds(date, zone)
      assert.ok(from <= now && now < to, `${zone} ${now}`)
      const before = instantFrom(Date.parse(from) - 1)
      assert.ok(localDate(from, zone) === date && localDate(before, zone) < date && localDate(to, zone) > date, zone)
    }
  }
})
