import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byLuis, byTara, idOf, luis, office } from '../work-orders/testing.ts'
import { type DayCommand, type DayContext, type DayDocument, decideDay, foldDay, type DayEvent } from './day.ts'

const seven = '2026-11-23T07:00:00.000Z'
const eight = '2026-11-23T08:00:00.000Z'

/** Luis’s day, said by himself and others. */
class Day {
  document: DayDocument | null = null
  events: DayEvent[] = []

  say(command: DayCommand, by: DayContext['by'], changes: Partial<DayContext> = {}): ReturnType<typeof decideDay> {
    const decision = decideDay(this.document, command, {
      judge: 'record',
      id: idOf(0x100 + this.events.length),
      technician: luis,
      version: this.events.length + 1,
      at: eight,
      heard: eight,
      by,
      withoutPhone: false,
      ...changes,
    })
    if ('events' in decision) {
      this.document = decision.day
      this.events.push(...decision.events)
    }
    return decision
  }
}

const depot: DayCommand = { type: 'record_day_time', body: { activity: 'depot', from: seven, to: eight, note: '' } }
const byMate = { ...byTara, source: 'crew' as const }

test('a mate who writes somebody’s day is believed, named, and shown to the office until it is settled', () => {
  const day = new Day()
  day.say(depot, byMate)
  const [flag] = day.document?.flags ?? []
  assert.deepEqual([flag?.code, flag?.params], ['time_recorded_by_other', { technician: luis, by: 'Tara' }])
  assert.equal(day.document?.entries[0]?.recordedBy, 'Tara')
  day.say({ type: 'settle_day_flag', body: { flag: flag?.id ?? '', note: 'Asked him' } }, office)
  assert.deepEqual(day.document?.flags?.[0]?.settled, { by: 'Anna', at: eight, note: 'Asked him' })
  assert.deepEqual(foldDay(luis, day.events), day.document)
})

test('a mate’s correction of somebody’s day is a flag of its own', () => {
  const day = new Day()
  day.say(depot, byLuis)
  const entry = day.events[0]?.id ?? ''
  day.say({ type: 'correct_day_time', body: { entry, from: seven, to: seven, reason: 'Too long' } }, byMate)
  assert.deepEqual(
    day.document?.flags?.map((flag) => flag.code),
    ['time_corrected_by_other'],
  )
})

test('one’s own day, and that of an apprentice without a phone, raises nothing', () => {
  const day = new Day()
  day.say(depot, byLuis)
  day.say(depot, byMate, { withoutPhone: true })
  assert.equal(day.document?.flags, undefined)
  assert.deepEqual(
    day.document?.entries.map((entry) => entry.recordedBy),
    [undefined, 'Tara'],
  )
})

test('a day written after the phone’s clock was moved says so (S12)', () => {
  const day = new Day()
  day.say(depot, byLuis, { clockStep: 61 * 60_000 })
  assert.deepEqual(
    day.document?.flags?.map((flag) => [flag.code, flag.params]),
    [['clock_changed', { minutes: '+61' }]],
  )
})

test('flags of a day are the office’s to settle', () => {
  const day = new Day()
  day.say(depot, byMate)
  const flag = day.document?.flags?.[0]?.id ?? ''
  const own = day.say({ type: 'settle_day_flag', body: { flag, note: '' } }, byLuis)
  assert.deepEqual(own, { refusal: { code: 'not_allowed' } })
})
