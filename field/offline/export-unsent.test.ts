import assert from 'node:assert/strict'
import { test } from 'node:test'
import { envelopeSchema } from '#core/sync/envelope.ts'
import { sha256 } from '#test/support/phone.ts'
import { note, offline, photo, signedIn } from '#test/support/signed-in.ts'

type Saved = {
  format: string
  device: string
  member: string
  name: string
  commands: { id: string; dseq: number; sha256: string; bytes: string }[]
  files: { sha256: string; fact: string; type: string; base64: string }[]
}

test('what is only on a phone is saved as one file, every command as it was frozen and every picture whole (S26)', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  await note(phone, workOrder, visit, 'On record before')
  await phone.sync()
  hub.fault = offline
  await note(phone, workOrder, visit, 'Ventil “undicht”')
  // Longer than one piece of base64, and no whole number of triples.
  const picture = 'the burner '.repeat(6_000)
  await photo(phone, workOrder, visit, picture)
  await phone.sync()
  const text = await (await phone.phone().exportUnsent()).text()
  const saved: Saved = JSON.parse(text)
  assert.equal(saved.format, 'roundtrip-outbox-1')
  assert.deepEqual([saved.member, saved.device], [phone.phone().me.get().member, phone.phone().me.get().device])
  const envelopes = saved.commands.map(({ bytes }) => envelopeSchema.parse(JSON.parse(bytes)))
  assert.deepEqual(
    envelopes.map((envelope) => envelope.type),
    ['note', 'photo'],
  )
  assert.ok(saved.commands.every((one, n) => one.id === envelopes[n]?.id && one.sha256 === sha256(one.bytes)))
  assert.deepEqual(
    saved.files.map((file) => [file.fact, file.sha256, file.type]),
    [[envelopes[1]?.id, sha256(Buffer.from(saved.files[0]?.base64 ?? '', 'base64')), 'image/jpeg']],
  )
  assert.equal(Buffer.from(saved.files[0]?.base64 ?? '', 'base64').toString(), `photo of ${picture}`)
})

test('once everything is on record there is nothing to save', async () => {
  const { phone, workOrder, visit } = await signedIn()
  await photo(phone, workOrder, visit)
  await phone.sync()
  const saved: Saved = JSON.parse(await (await phone.phone().exportUnsent()).text())
  assert.deepEqual([saved.commands, saved.files], [[], []])
})

test('S26, S28: what a mate left on the phone is saved as one file too, as theirs', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const { member, device } = phone.phone().me.get()
  hub.fault = offline
  await note(phone, workOrder, visit, 'Of Ines')
  await photo(phone, workOrder, visit)
  await phone.field.signOut()
  await phone.quiet(() => phone.field.others.get().length === 1)
  const file = await phone.field.saveOthers(member)
  assert.ok(file)
  const saved: Saved = JSON.parse(await file.text())
  assert.deepEqual([saved.member, saved.device], [member, device])
  assert.deepEqual([saved.commands.length, saved.files.length], [2, 1])
  assert.equal(await phone.field.saveOthers('nobody'), null)
})
