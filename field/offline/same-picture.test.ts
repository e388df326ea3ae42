import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Id } from '#core/kit/ids.ts'
import type { PullRequest, PushRequest } from '#core/sync/api.ts'
import { photo, signedIn } from '#test/support/signed-in.ts'
import { sha256, type TestPhone } from '#test/support/phone.ts'
import { dispatched, type Fault, problem } from '#test/support/small-hub.ts'

/** One picture for two facts: a plate that stands for two units, a gallery photo on two work orders. */

const cut: Fault = async (path, answer) => {
  if (path.startsWith('/api/files/')) throw new TypeError('fetch failed')
  return answer()
}
const noPicture: Fault = async (path, answer) =>
  path.startsWith('/api/files/') && !path.endsWith('/thumbnail') ? problem(422, 'wrong_type') : answer()
const plate = sha256('photo of the plate')

async function take(phone: TestPhone, workOrder: Id, visit: Id): Promise<Id> {
  const kept = await photo(phone, workOrder, visit, 'the plate')
  return ('facts' in kept && kept.facts[0]) || assert.fail('the photo was not kept')
}

const wholes = (phone: TestPhone) => {
  const { waiting, settled } = phone.phone().outbox.get()
  return new Map([...waiting, ...settled].map((item) => [item.id, item.whole]))
}
const states = (phone: TestPhone, facts: Id[]) => facts.map((fact) => wholes(phone).get(fact))
const here = (phone: TestPhone) => phone.phone().status.get().here

test('S26: the same picture taken twice is on record when its bytes are, for both facts', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = cut
  const facts = [await take(phone, workOrder, visit), await take(phone, workOrder, visit)]
  await phone.sync()
  assert.equal(hub.orders.get(workOrder)?.order.work.photos.length, 2)
  assert.deepEqual(states(phone, facts), ['on_phone', 'on_phone'])
  assert.equal(here(phone), 2)
  hub.fault = null
  await phone.sync()
  assert.deepEqual(states(phone, facts), ['on_record', 'on_record'])
  assert.equal(here(phone), 0)
})

test('S20: bytes go up once any of the facts that name them is acknowledged', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const first = await take(phone, workOrder, visit)
  hub.fault = async (path, answer) => {
    const isDeclined =
      path === '/api/sync/push' && (JSON.parse(hub.lastBody) as PushRequest).commands.some(({ id }) => id === first)
    return isDeclined ? problem(422, 'invalid_body') : answer()
  }
  const second = await take(phone, workOrder, visit)
  await phone.sync()
  assert.ok(hub.stored.has(plate))
  assert.deepEqual(states(phone, [first, second]), ['on_phone', 'on_record'])
})

test('S21: a picture that was refused goes up again when it is taken again', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = noPicture
  const first = await take(phone, workOrder, visit)
  await phone.sync()
  assert.deepEqual(states(phone, [first]), ['refused'])
  hub.fault = null
  const second = await take(phone, workOrder, visit)
  await phone.sync()
  assert.ok(hub.stored.has(plate))
  assert.deepEqual(states(phone, [first, second]), ['on_record', 'on_record'])
})

test('S20: good bytes repair damaged ones, of which the office hears meanwhile', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const told: unknown[] = []
  hub.fault = cut
  const first = await take(phone, workOrder, visit)
  await phone.sync()
  await phone.damageBytes()
  hub.fault = async (path, answer) => {
    if (path === '/api/sync/pull') told.push((JSON.parse(hub.lastBody) as PullRequest).damaged)
    return answer()
  }
  await phone.sync()
  await phone.sync()
  assert.deepEqual(states(phone, [first]), ['refused'])
  assert.deepEqual(told.at(-1), [plate])
  // Once the record says that they will not come, nothing is left to say.
  hub.office(workOrder, { type: 'bytes_refused', body: { sha256: plate, code: 'damaged_on_phone' } })
  await phone.sync()
  await phone.sync()
  assert.equal(told.at(-1), undefined)
  const second = await take(phone, workOrder, visit)
  await phone.sync()
  assert.ok(hub.stored.has(plate))
  assert.deepEqual(states(phone, [first, second]), ['on_record', 'on_record'])
})

test('S15: one picture of two work orders is only here for both, and keeps both until it is handed in', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const other = dispatched(hub)
  await phone.sync()
  hub.fault = cut
  await take(phone, workOrder, visit)
  await take(phone, other.workOrder, other.visit)
  await phone.sync()
  const unsent = (id: Id) => phone.phone().workOrder(id).get()?.unsent
  assert.deepEqual([unsent(workOrder), unsent(other.workOrder)], [1, 1])
  hub.scope.clear()
  await phone.sync()
  assert.deepEqual([unsent(workOrder), unsent(other.workOrder)], [1, 1])
  hub.fault = null
  await phone.sync()
  assert.deepEqual([unsent(workOrder), unsent(other.workOrder)], [undefined, undefined])
})

test('S26: a picture the office could not keep is only here: counted, told and saved, until the office settled it', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = noPicture
  await take(phone, workOrder, visit)
  await phone.sync()
  assert.equal(here(phone), 1)
  assert.equal(phone.phone().outbox.get().files.onPhone, 1)
  assert.equal(phone.phone().storage.get().onlyHere.files, 1)
  await phone.sync()
  const { unsent } = JSON.parse(hub.lastBody) as PullRequest
  assert.deepEqual([unsent.commands, unsent.files], [0, 1])
  const saved = JSON.parse(await (await phone.phone().exportUnsent()).text())
  assert.deepEqual(
    saved.files.map((file: { sha256: string; base64: string }) => [
      file.sha256,
      Buffer.from(file.base64, 'base64').toString(),
    ]),
    [[plate, 'photo of the plate']],
  )
  hub.office(workOrder, { type: 'bytes_refused', body: { sha256: plate, code: 'wrong_type' } })
  await phone.sync()
  assert.equal(here(phone), 1)
  const flag = hub.orders.get(workOrder)?.order.work.flags.find((one) => one.code === 'bytes_refused')
  assert.ok(flag)
  hub.office(workOrder, { type: 'settle_flag', body: { flag: flag.id, note: 'Taken again by a colleague' } })
  await phone.sync()
  assert.equal(here(phone), 0)
})

test('S26: the saved file names a photo whose bytes are gone', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = cut
  const fact = await take(phone, workOrder, visit)
  await phone.loseBytes()
  const saved = JSON.parse(await (await phone.phone().exportUnsent()).text())
  assert.deepEqual([saved.files, saved.missing], [[], [{ sha256: plate, fact, type: 'image/jpeg' }]])
})
