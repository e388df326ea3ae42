import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantFrom } from '#core/kit/time.ts'
import { credentials, disk, foundOnSite, note, notesShown, offline, signedIn } from '#test/support/signed-in.ts'
import { type Hub, problem } from '#test/support/small-hub.ts'
import { sha256, type TestPhone } from '#test/support/phone.ts'
import { type Point, points } from './points.ts'
import type { Captured } from './phone.ts'

/**
 * A day in which every point of the client is passed: a poor network, a poison note, a part that is cut, a full phone, a
 * work order raised, old bytes, signed out and in.
 */
const picture = (seed: number) => new Uint8Array(200_000).map((_, n) => (n * seed) % 251)
type Kept = { notes: string[]; photos: string[]; raised: string[]; freeDisk: () => void }

async function day(phone: TestPhone, hub: Hub, workOrder: string, visit: string, kept: Kept): Promise<void> {
  const write = async (text: string) => {
    if (isKept(await note(phone, workOrder, visit, text))) kept.notes.push(text)
  }
  const shoot = async (seed: number) => {
    const file = new Blob([picture(seed)], { type: 'image/jpeg' })
    const about = { workOrder, visit, phase: 'after', caption: '', audience: 'customer', position: null } as const
    if (isKept(await phone.phone().capturePhoto({ ...about, file }))) kept.photos.push(sha256(picture(seed)))
  }
  hub.now = () => instantFrom(phone.clock.now)
  hub.fault = offline
  await write('Without a signal')
  await shoot(3)
  await phone.pass(10_000)
  let isCut = false
  hub.fault = async (path, answer) => {
    if (path === '/api/sync/push' && hub.lastBody.includes('Poison')) return problem(422, 'invalid_body')
    if (isCut || !path.includes('/chunks/')) return answer()
    isCut = true
    throw new TypeError('cut')
  }
  await write('Poison')
  await phone.sync()
  await shoot(5)
  await phone.sync()
  kept.freeDisk = disk().fillUntilFreed()
  await shoot(7)
  kept.freeDisk()
  const raised = await phone.phone().raise(foundOnSite)
  assert.ok('workOrder' in raised)
  kept.raised.push(raised.workOrder)
  hub.scope.add(raised.workOrder)
  await phone.sync()
  await phone.pass(15 * 24 * 3600_000)
  await write('Two weeks later')
  await phone.sync()
  await phone.field.signOut()
  await phone.field.signIn(credentials)
  await phone.sync()
}

const isKept = (done: Captured) => 'facts' in done

for (const point of points) {
  test(`S4, S20, S25: a phone killed at ${point} loses nothing it said was kept, and hands in everything once`, async () => {
    const { hub, phone, workOrder, visit } = await signedIn()
    const kept: Kept = { notes: [], photos: [], raised: [], freeDisk: () => {} }
    const killed = phone.killAt(point as Point)
    const isOver = await Promise.race([
      killed.then(() => true),
      day(phone, hub, workOrder, visit, kept).then(() => false),
    ])
    assert.ok(isOver, 'the day passed without coming to this point')
    kept.freeDisk()
    const next = phone.again()
    await next.quiet(() => next.field.state.get().at !== 'opening')
    // What was kept is there before anything answers, unless nobody is signed in.
    hub.fault = offline
    if (next.field.state.get().at === 'ready')
      for (const text of kept.notes) assert.ok(notesShown(next, workOrder)?.includes(text), text)
    hub.fault = null
    assert.deepEqual(await next.field.signIn(credentials), { state: 'signed_in' })
    for (let tries = 0; tries < 4; tries += 1) await next.pass(300_000)

    const record = hub.orders.get(workOrder)?.order.work ?? assert.fail()
    const texts = record.notes.map((one) => one.text)
    assert.deepEqual(texts, [...new Set(texts)])
    for (const text of kept.notes) assert.ok(texts.includes(text), text)
    for (const hash of kept.photos) {
      assert.equal(record.photos.filter((one) => one.sha256 === hash).length, 1)
      assert.ok(hub.stored.has(hash))
    }
    for (const id of kept.raised) assert.ok(hub.orders.has(id))
    assert.deepEqual(next.phone().outbox.get().waiting, [])
    assert.deepEqual(notesShown(next, workOrder), texts)
  })
}
