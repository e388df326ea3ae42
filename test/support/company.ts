import { setTimeout as sleep } from 'node:timers/promises'
import { billingApi, type Invoice } from '#core/billing/api.ts'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { customersApi } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Reply } from '#core/kit/contract.ts'
import { reportApi, type Report } from '#core/reports/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import type { TaskDefinition } from '#core/work-orders/form-schema.ts'
import { newId } from '#server/platform/ids.ts'
import type { Api, TestOrganization, TestServer } from './server.ts'
import { type OnVisit, openTechnician, type Technician } from './technician.ts'
import { dispatchVisit, raise, type raiseBody, send } from './work-orders.ts'

/** A contractor of a walk: its office, a customer with a site, and what work costs. */
export type Company = {
  organization: TestOrganization
  office: Api
  bookkeeper: Api
  customer: Id
  site: Id
  /** A valve at 18.50 each. */
  valve: Id
  technician: (name: string) => Promise<Technician>
  raise: (given?: Parameters<typeof raiseBody>[0], rest?: Parameters<typeof raiseBody>[1]) => Promise<Id>
  dispatch: (workOrder: Id, ...crew: Technician[]) => Promise<Id>
  /** A visit its technician has fetched and is out of reach for. */
  outOfReach: (
    technician: Technician,
    ...raised: Parameters<Company['raise']>
  ) => Promise<{ workOrder: Id; visit: Id; job: OnVisit }>
  record: (workOrder: Id) => Promise<Reply<typeof workOrderApi.readWorkOrder>>
  openFlags: (workOrder: Id) => Promise<string[]>
  settleFlags: (workOrder: Id) => Promise<void>
  /** Entries by type, the oldest first. */
  entries: (workOrder: Id) => Promise<string[]>
  approve: (workOrder: Id) => Promise<void>
  /** The draft the approval led to, made by the job or, without jobs, asked for. */
  draft: (workOrder: Id) => Promise<Invoice>
  issue: (invoice: Invoice) => Promise<Invoice>
  askReport: (workOrder: Id, visit: Id | null) => Promise<Report>
  report: (workOrder: Id, id: Id) => Promise<Report>
}

/** Labour at 90.00 an hour in steps of 15 minutes, a call-out of 39.00, travel by time at 60.00, tax of 19 %. */
export async function openCompany(server: TestServer, name: string): Promise<Company> {
  const organization = await server.makeOrganization(name)
  const office = server.as(organization.dispatcher)
  const bookkeeper = server.as(organization.billing)
  const valve = await priceList(bookkeeper)
  const { customer, site } = await places(office)
  const company: Company = {
    organization,
    office,
    bookkeeper,
    customer,
    site,
    valve,
    technician: async (called) =>
      openTechnician(server, await server.makePerson(organization.id, ['technician'], called)),
    raise: (given = {}, rest = {}) => raise(office, { customer, site, ...given }, rest),
    dispatch: (workOrder, ...crew) =>
      dispatchVisit(
        office,
        workOrder,
        crew.map((one) => one.id),
        crew[0]?.now() ?? new Date().toISOString(),
      ),
    async outOfReach(technician, ...raised) {
      const workOrder = await company.raise(...raised)
      const visit = await company.dispatch(workOrder, technician)
      await technician.online()
      technician.offline()
      return { workOrder, visit, job: technician.on(workOrder, visit) }
    },
    record: (workOrder) => office.call(workOrderApi.readWorkOrder, { params: { id: workOrder } }),
    async openFlags(workOrder) {
      const { work } = await company.record(workOrder)
      return work.flags.filter((flag) => !flag.settled).map((flag) => flag.code)
    },
    async settleFlags(workOrder) {
      const { work } = await company.record(workOrder)
      for (const flag of work.flags.filter((one) => !one.settled))
        await applied(send(office, workOrder, 'settle_flag', { flag: flag.id, note: 'Looked at' }))
    },
    async entries(workOrder) {
      const { items } = await office.call(workOrderApi.listEntries, {
        params: { id: workOrder },
        query: { limit: '500' },
      })
      return items.map((entry) => entry.type).reverse()
    },
    async approve(workOrder) {
      const { version } = await company.record(workOrder)
      await applied(send(bookkeeper, workOrder, 'approve', { version }))
    },
    async draft(workOrder) {
      const { invoice } = await bookkeeper.call(billingApi.draftInvoice, { params: { id: workOrder } })
      if (!invoice) throw new Error('there is nothing to bill')
      return bookkeeper.call(billingApi.readInvoice, { params: { id: invoice } })
    },
    issue: ({ id, version }) => bookkeeper.call(billingApi.issueInvoice, { params: { id }, body: { version } }),
    askReport: (workOrder, visit) =>
      office.call(reportApi.askReport, { params: { id: workOrder }, body: { id: newId(), visit } }),
    async report(workOrder, id) {
      const { items } = await office.call(reportApi.listReports, { params: { id: workOrder } })
      const found = items.find((one) => one.id === id)
      if (!found) throw new Error('the report is not listed')
      return found
    },
  }
  return company
}

async function priceList(bookkeeper: Api): Promise<Id> {
  const tax = await bookkeeper.call(billingCatalogueApi.makeTaxRate, {
    body: { id: newId(), name: 'Standard', rate: 1900, isDefault: true },
  })
  await bookkeeper.call(billingCatalogueApi.makeRateCard, {
    body: {
      id: newId(),
      name: 'Standard',
      validFrom: '2020-01-01',
      hourlyRate: 900_000,
      stepMinutes: 15,
      callOutFee: 3900,
      travelPolicy: 'actual',
      travelHourlyRate: 600_000,
      taxRateId: tax.id,
      isDefault: true,
    },
  })
  const valve = await bookkeeper.call(billingCatalogueApi.makePriceItem, {
    body: { id: newId(), sku: 'VLV-15', name: 'Valve 15 mm', unitPrice: 185_000 },
  })
  return valve.id
}

async function places(office: Api): Promise<{ customer: Id; site: Id }> {
  const street = { line1: 'Am Kai 4', line2: '', postcode: '20457', city: 'Hamburg', region: '', country: 'DE' }
  const customer = await office.call(customersApi.makeCustomer, {
    body: { id: newId(), name: 'Harbour Hotel', billingAddress: street },
  })
  const site = await office.call(customersApi.makeSite, {
    body: { id: newId(), customerId: customer.id, name: 'Boiler house', address: street, zone: 'Europe/Berlin' },
  })
  return { customer: customer.id, site: site.id }
}

export const checkTask = (label: string): TaskDefinition => ({ id: newId(), label, kind: 'check', required: true })

/** The command was applied; anything else fails the walk. */
export async function applied(answer: ReturnType<typeof send>): Promise<void> {
  const { outcome, code } = await answer
  if (outcome !== 'applied') throw new Error(`${outcome}: ${code}`)
}

/** Waits for what a job makes. */
export async function eventually<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const found = await look()
    if (found !== null) return found
    await sleep(50)
  }
  throw new Error(`${what} did not come`)
}
