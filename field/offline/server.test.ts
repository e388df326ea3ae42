import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { instantFrom } from '#core/kit/time.ts'
import { peopleApi } from '#core/people/api.ts'
import type { CommandBody, CommandType } from '#core/work-orders/commands.ts'
import { applied } from '#test/support/company.ts'
import type { TestPhone } from '#test/support/phone.ts'
import { openField } from '#test/support/phone-on-server.ts'
import { picture } from '#test/support/pictures.ts'
import { testPassword, testServer } from '#test/support/server.ts'
import { foundOnSite, offline } from '#test/support/signed-in.ts'
import { dispatchVisit, raise, send } from '#test/support/work-orders.ts'

const server = await testServer()
const superuser = new pg.Client({ connectionString: server.database.superuserUrl })
await superuser.connect()
server.database.closeFirst(() => superuser.end())

test('a visit done without a signal, on a phone killed in the middle, is on the record whole once the network is back', async () => {
  const field = await openField(server, 'Alder Heating')
  const { workOrder, visit } = await field.dispatched()
  await field.phone.sync()
  field.browser.fault = offline
  const capture = async (
    phone: TestPhone,
    command: Parameters<ReturnType<TestPhone['phone']>['capture']>[0] & { workOrder: string },
  ) => assert.ok('facts' in (await phone.phone().capture(command)))
  const { phone } = field
  await capture(phone, { workOrder, command: { type: 'travel', body: phone.phone().fact(visit) } })
  await capture(phone, { workOrder, command: { type: 'arrive', body: phone.phone().fact(visit) } })
  await field.take(workOrder, visit, await picture())
  const again = await phone.kill()
  const one = again.phone()
  await capture(again, {
    workOrder,
    command: {
      type: 'part',
      body: {
        ...one.fact(visit),
        item: null,
        sku: '',
        name: 'Valve',
        quantity: 1000,
        unit: 'each',
        serial: '',
        note: '',
      },
    },
  })
  const sign = {
    visit,
    summaryHash: 'a'.repeat(64),
    summary: '{}',
    language: 'en',
    template: 'summary-1',
    name: 'M. Weber',
    capacity: 'Janitor',
    strokes: [[1, 2, 3]],
    consent: 'I agree',
    position: null,
  }
  assert.ok('facts' in (await one.captureSignature({ workOrder, image: await picture(), sign })))
  const evidence =
    one
      .workOrder(workOrder)
      .get()
      ?.order.work.photos.map((photo) => ({ fact: photo.id, sha256: photo.sha256 })) ?? []
  await capture(again, {
    workOrder,
    command: {
      type: 'finish',
      body: { ...one.fact(visit), outcome: 'done', returnReason: null, note: '', missing: [], evidence },
    },
  })
  assert.equal(one.status.get().counts.on_phone, 6)

  field.browser.fault = null
  await again.sync()
  const record = await field.record(workOrder)
  assert.equal(record.status, 'work_complete')
  assert.equal(record.work.photos[0]?.state, 'stored')
  assert.equal(record.work.visits[0]?.signOffs.length, 1)
  assert.deepEqual(one.status.get().counts, {
    on_phone: 0,
    received: 0,
    on_record: 6,
    held: 0,
    refused: 0,
    put_aside: 0,
  })
  assert.deepEqual(one.outbox.get().waiting, [])
  // What the phone shows is the server's document, to the letter.
  assert.deepEqual(one.workOrder(workOrder).get()?.order.work, record.work)
})

test('a reply lost after the server committed is sent again, and the record has everything once', async () => {
  const field = await openField(server, 'Birch Electric')
  const { workOrder, visit } = await field.dispatched()
  await field.phone.sync()
  const { phone, browser } = field
  let lost = 0
  browser.fault = async (path, answer) => {
    const response = await answer()
    if (path.includes('/push') && lost++ === 0) throw new TypeError('terminated')
    return response
  }
  await phone.phone().capture({
    workOrder,
    command: { type: 'note', body: { ...phone.phone().fact(visit), text: 'Once', audience: 'crew' } },
  })
  await phone.sync()
  await phone.sync()
  assert.ok(lost >= 2)
  assert.deepEqual(
    (await field.record(workOrder)).work.notes.map((note) => note.text),
    ['Once'],
  )
  assert.deepEqual(
    phone
      .phone()
      .workOrder(workOrder)
      .get()
      ?.order.work.notes.map((note) => note.text),
    ['Once'],
  )
  assert.equal(phone.phone().status.get().counts.on_record, 1)
})

test('work of a visit taken away meanwhile is handed in, flagged for the office, and leaves the phone', async () => {
  const field = await openField(server, 'Cedar Plumbing')
  const { workOrder, visit } = await field.dispatched()
  await field.phone.sync()
  const { phone, browser, organization } = field
  browser.fault = offline
  await phone.phone().capture({ workOrder, command: { type: 'arrive', body: phone.phone().fact(visit) } })
  const marcus = await server.makePerson(organization.id, ['technician'], 'Marcus Lund')
  const crew = [marcus.technicianId ?? '']
  await send(server.as(organization.dispatcher), workOrder, 'assign_visit', { visit, crew, lead: null })
  browser.fault = null
  await phone.sync()
  const record = await field.record(workOrder)
  assert.deepEqual(
    record.work.flags.map((flag) => flag.code),
    ['performed_by_other'],
  )
  assert.equal(phone.phone().status.get().counts.on_phone, 0)
  assert.equal(phone.phone().workOrder(workOrder).get()?.visits[0]?.mine, 'on_site')
})

test('a phone signed out by the office still hands in, which waits for a person there; the next sign-in puts it on the record', async () => {
  const field = await openField(server, 'Dogwood Fire')
  const { workOrder, visit } = await field.dispatched()
  await field.phone.sync()
  const { phone, ines } = field
  const office = server.as(field.organization.owner)
  const devices = (await office.call(peopleApi.listDevices, {})).items
  for (const { id } of devices.filter((one) => one.memberId === ines.memberId))
    await office.call(peopleApi.signOutDevice, { params: { id } })
  await phone.phone().capture({ workOrder, command: { type: 'arrive', body: phone.phone().fact(visit) } })
  await phone.sync()
  assert.deepEqual(phone.phone().status.get().connection, { at: 'no_session' })
  const [waiting] = phone.phone().outbox.get().waiting
  assert.deepEqual([waiting?.state, waiting?.code], ['held', 'phone_signed_out'])
  assert.equal((await field.record(workOrder)).status, 'scheduled')
  assert.deepEqual(await phone.field.signIn({ email: ines.email, password: 'a wrong password' }), {
    refusal: { code: 'wrong_credentials' },
  })
  assert.deepEqual(await phone.field.signIn({ email: ines.email, password: testPassword }), { state: 'signed_in' })
  await phone.sync()
  assert.equal(phone.phone().status.get().counts.on_record, 1)
  assert.equal((await field.record(workOrder)).status, 'in_progress')
})

test('a work order made on the spot for an unknown customer gets its number and is flagged for the office', async () => {
  const field = await openField(server, 'Elm Lifts')
  const { phone, browser } = field
  browser.fault = offline
  const details = { ...foundOnSite.details, requestedAt: phone.phone().now() }
  const raised = await phone.phone().raise({ ...foundOnSite, details })
  assert.ok('workOrder' in raised)
  const provisional = phone.phone().workOrder(raised.workOrder).get()?.reference
  browser.fault = null
  await phone.sync()
  const record = await field.record(raised.workOrder)
  assert.equal(record.work.provisional, provisional)
  assert.deepEqual(
    record.work.flags.map((flag) => flag.code),
    ['customer_unknown', 'site_unknown'],
  )
  assert.equal(phone.phone().workOrder(raised.workOrder).get()?.reference, record.work.number)
})

test('the technician’s own day goes up and shows in their week', async () => {
  const field = await openField(server, 'Hazel Air')
  const { phone } = field
  const one = phone.phone()
  const to = phone.phone().now()
  const from = instantFrom(Date.parse(to) - 45 * 60_000)
  assert.ok(
    'facts' in
      (await one.capture({
        day: true,
        command: { type: 'record_day_time', body: { activity: 'depot', from, to, note: '' } },
      })),
  )
  await phone.sync()
  const lines = one
    .time()
    .get()
    .week.flatMap((day) => day.lines)
  assert.deepEqual(
    lines.map((line) => [line.activity, line.minutes, line.state]),
    [['depot', 45, 'on_record']],
  )
})

test('S13: a visit that leaves the phone’s window was not recalled: moved far ahead it is moved, given to somebody else it is recalled', async () => {
  const field = await openField(server, 'Hazel Heating')
  const office = server.as(field.organization.dispatcher)
  const { phone, ines } = field
  const crew = [ines.technicianId ?? '']
  const mate = await server.makePerson(field.organization.id, ['technician'], 'Mate')
  const inDays = (days: number) => instantFrom(Date.now() + days * 86_400_000)
  await field.dispatched()
  await phone.sync()
  const start = inDays(10)
  const visits: Record<string, { workOrder: string; visit: string }> = {}
  for (const title of ['Moved', 'Recalled', 'Given', 'Cancelled', 'Grown old']) {
    const workOrder = await raise(office, { title })
    visits[title] = { workOrder, visit: await dispatchVisit(office, workOrder, crew, start) }
  }
  await phone.sync()
  await phone.phone().readNotices(
    phone
      .phone()
      .notices.get()
      .notices.map((notice) => notice.id),
  )

  const { Moved, Recalled, Given, Cancelled, ...old } = visits
  const far = inDays(40)
  const act = <T extends CommandType>(on: typeof Moved, type: T, body: (visit: string) => CommandBody<T>) =>
    applied(send(office, on?.workOrder ?? '', type, body(on?.visit ?? '')))
  await act(Moved, 'reschedule_visit', (visit) => ({ visit, start: far, minutes: 60, window: null }))
  await act(Recalled, 'recall_visit', (visit) => ({ visit, reason: 'Parts are late' }))
  await act(Given, 'assign_visit', (visit) => ({ visit, crew: [mate.technicianId ?? ''], lead: null }))
  await act(Cancelled, 'cancel_visit', (visit) => ({ visit, reason: 'No leak any more' }))
  // Weeks pass on this one: dispatched as ever, with nobody having been there.
  await superuser.query(`update app.visit_crew set planned_start = now() - interval '31 days' where visit_id = $1`, [
    old['Grown old']?.visit,
  ])
  await phone.sync()
  const { notices } = phone.phone().notices.get()
  const told = notices.filter((notice) => !notice.read).map(({ title, kind, start }) => [title, kind, start])
  assert.deepEqual(told.sort(), [
    ['Cancelled', 'cancelled', start],
    ['Given', 'recalled', null],
    ['Moved', 'moved', far],
    ['Recalled', 'recalled', null],
  ])
})
