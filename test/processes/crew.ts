import { setTimeout as sleep } from 'node:timers/promises'
import { customersApi } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { newId } from '#server/platform/ids.ts'
import type { Person, TestServer } from '#test/support/server.ts'
import { dispatchVisit, raise } from '#test/support/work-orders.ts'
import { type LivePhone, openLivePhone, type PressedKind } from './phone.ts'

/** One contractor: technicians with a dispatched visit each, and somebody in the office. */
export type Firm = { orgId: Id; dispatcher: Person; jobs: Job[] }
export type Job = { person: Person; workOrder: Id; visit: Id }

export async function makeFirm(server: TestServer, name: string, technicians: number): Promise<Firm> {
  const organization = await server.makeOrganization(name)
  const office = server.as(organization.dispatcher)
  const street = { line1: 'Am Kai 4', line2: '', postcode: '20457', city: 'Hamburg', region: '', country: 'DE' }
  const customer = await office.call(customersApi.makeCustomer, {
    body: { id: newId(), name: 'Harbour Hotel', billingAddress: street },
  })
  const site = await office.call(customersApi.makeSite, {
    body: { id: newId(), customerId: customer.id, name: 'Boiler house', address: street, zone: 'Europe/Berlin' },
  })
  const jobs: Job[] = []
  for (let n = 1; n <= technicians; n++) {
    const person = await server.makePerson(organization.id, ['technician'], `Technician ${'ABCDEFGH'[n - 1]}`)
    if (!person.technicianId) throw new Error('a technician has a row')
    const workOrder = await raise(office, { customer: customer.id, site: site.id })
    const visit = await dispatchVisit(office, workOrder, [person.technicianId], new Date().toISOString())
    jobs.push({ person, workOrder, visit })
  }
  return { orgId: organization.id, dispatcher: organization.dispatcher, jobs }
}

export async function openPhones(origin: string, jobs: readonly Job[]): Promise<LivePhone[]> {
  return Promise.all(jobs.map((job) => openLivePhone(origin, job.person, job)))
}

const kinds: readonly PressedKind[] = ['note', 'part', 'note', 'photo', 'minutes']
/** Between two presses of a technician in a hurry, and of one who leaves the line to the photos. */
const pace = { hurried: 60, calm: 2_000 }

/** Everybody presses buttons until it is over, and in any case so many times. */
export async function work(phones: readonly LivePhone[], over: Promise<unknown>, least: number): Promise<void> {
  let isOver = false
  const ended = over.finally(() => {
    isOver = true
  })
  await Promise.all(
    phones.map(async (phone) => {
      for (let n = 0; n < least || !isOver; n++) {
        const kind = kinds[n % kinds.length] ?? 'note'
        // From one piece to three, as much as a small picture has.
        await phone.press(kind, 20_000 + (n % 3) * 60_000)
        await (n < least ? sleep(pace.hurried) : Promise.race([sleep(pace.calm), ended]))
      }
    }),
  )
  await ended
}

/** Nobody presses anything any more; says whether everything was handed in within the time. */
export async function comeToRest(phones: readonly LivePhone[], within: number): Promise<boolean> {
  for (const until = Date.now() + within; Date.now() < until; await sleep(50)) {
    const drained = await Promise.all(phones.map((phone) => phone.isDrained()))
    if (drained.every(Boolean)) return true
  }
  return false
}
