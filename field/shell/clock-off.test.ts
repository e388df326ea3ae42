import assert from 'node:assert/strict'
import { test } from 'node:test'
import { note, signedIn } from '#test/support/signed-in.ts'
import { clockOffText } from './clock-off.ts'

for (const [minutes, says] of [
  [0, null],
  [5, null],
  [-5, null],
  [6, 'This phone’s clock is 6 min ahead'],
  [-6, 'This phone’s clock is 6 min behind'],
  [400 * 24 * 60, 'This phone’s clock is 9600 h ahead'],
] as const) {
  test(`S12: a phone whose clock is ${minutes} minutes ahead says ${says ? `“${says}”` : 'nothing'}, and hands in all the same`, async () => {
    const { phone, workOrder, visit } = await signedIn()
    phone.clock.now += minutes * 60_000
    await note(phone, workOrder, visit, 'Filter renewed')
    await phone.sync()
    const { clockOff, counts } = phone.phone().status.get()
    assert.equal(clockOff && clockOffText(clockOff), says)
    assert.equal(counts.on_record, 1)
  })
}
