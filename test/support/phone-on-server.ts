import assert from 'node:assert/strict'
import type { Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { instantFrom } from '#core/kit/time.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { type Browser, openBrowser, openTestPhone, type TestPhone } from './phone.ts'
import { type Person, testPassword, type TestOrganization, type TestServer } from './server.ts'
import { dispatchVisit, raise } from './work-orders.ts'

/** The phone's client on the real server, with a network that breaks where a test says so. */
export type Field = {
  phone: TestPhone
  browser: Browser
  organization: TestOrganization
  ines: Person
  /** A visit of hers, not fetched yet. */
  dispatched: () => Promise<{ workOrder: Id; visit: Id }>
  record: (workOrder: Id) => Promise<Reply<typeof workOrderApi.readWorkOrder>>
  take: (workOrder: Id, visit: Id, file: Blob) => ReturnType<ReturnType<TestPhone['phone']>['capturePhoto']>
}

export async function openField(server: TestServer, name: string): Promise<Field> {
  const organization = await server.makeOrganization(name)
  const ines = organization.technician
  const office = server.as(organization.dispatcher)
  const browser = openBrowser(server.origin)
  const phone = openTestPhone({ fetch: browser.fetch, now: Date.now() })
  await phone.until('signed_out')
  assert.deepEqual(await phone.field.signIn({ email: ines.email, password: testPassword }), { state: 'signed_in' })
  await phone.sync()
  return {
    phone,
    browser,
    organization,
    ines,
    async dispatched() {
      const workOrder = await raise(office)
      const soon = instantFrom(Date.now() + 3600_000)
      return { workOrder, visit: await dispatchVisit(office, workOrder, [ines.technicianId ?? ''], soon) }
    },
    record: (workOrder) => office.call(workOrderApi.readWorkOrder, { params: { id: workOrder } }),
    take: (workOrder, visit, file) =>
      phone.phone().capturePhoto({
        workOrder,
        visit,
        file,
        phase: 'after',
        caption: 'Burner',
        audience: 'customer',
        position: null,
      }),
  }
}
