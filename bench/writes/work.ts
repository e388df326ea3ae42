import { accountsApi } from '#core/billing/accounts-api.ts'
import { billingApi, type Invoice } from '#core/billing/api.ts'
import { siteFileApi } from '#core/customers/file-api.ts'
import { customersApi } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { reportApi } from '#core/reports/api.ts'
import { syncApi } from '#core/sync/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { command, complete, dispatched, firstPull, noise, pictureOf, settled, upload } from '../requests.ts'
import { type Company, morning, type Phone, raiseBody } from '../support/company.ts'
import { about, edited, type Entry, orRefused } from './kinds.ts'

function placeOf({ places: [place] }: Company) {
  if (!place) throw new Error('a company has places')
  return place
}

async function raised(company: Company): Promise<Id> {
  const id = newId()
  await command(company.owner, id, 'raise', raiseBody(placeOf(company), 1))
  return id
}

/** A visit that is finished on a phone, all of it handed in. */
async function completed(company: Company, phone: Phone): Promise<Id> {
  const order = await dispatched(company, phone, 1)
  await complete(company, phone, order, 0)
  return order.id
}

async function approved(company: Company, phone: Phone): Promise<Id> {
  const id = await completed(company, phone)
  await command(company.owner, id, 'approve', { version: await settled(company.owner, id) })
  return id
}

async function drafted(company: Company, phone: Phone): Promise<{ id: Id; version: number }> {
  const { invoice } = await company.owner.call(billingApi.draftInvoice, {
    params: { id: await approved(company, phone) },
  })
  const { id, version } = await company.owner.call(billingApi.readInvoice, { params: { id: invoice ?? '' } })
  return { id, version }
}

async function issued(company: Company, phone: Phone): Promise<Invoice> {
  const { id, version } = await drafted(company, phone)
  return company.owner.call(billingApi.issueInvoice, { params: { id }, body: { version } })
}

type SiteFile = { id: Id; version: number; sha256: string; site: Id }

async function storedFile(company: Company): Promise<SiteFile> {
  const site = newId()
  await company.owner.call(customersApi.makeSite, {
    body: { id: site, customerId: placeOf(company).customer, name: `House ${site}` },
  })
  const picture = pictureOf(noise, 0)
  await upload(company.owner, picture)
  return { id: newId(), version: 0, sha256: picture.sha256, site }
}

async function attachedFile(company: Company): Promise<SiteFile> {
  const file = await storedFile(company)
  return { ...file, ...(await attach(company, file)) }
}

function attach({ owner }: Company, { id, site, sha256 }: SiteFile) {
  return owner.call(siteFileApi.attachSiteFile, { params: { id: site }, body: { id, sha256, name: 'Plan' } })
}

/** A command of a phone about a visit there is not. */
async function held(phone: Phone): Promise<Id> {
  const frozen = phone.freeze(newId(), 'arrive', { visit: newId(), technician: phone.technician, at: morning })
  const [outcome] = await phone.handIn([frozen])
  if (outcome?.outcome !== 'held') throw new Error('it is held')
  return frozen.id
}

export const workWrites = {
  // Its commands one by one are beside it, in a table of their own: this is one repeated under its own id.
  sendCommand: about(
    async (company) => ({ workOrder: await raised(company), id: newId() }),
    ({ owner }, { workOrder, id }) =>
      () =>
        owner.call(workOrderApi.sendCommand, {
          params: { id: workOrder },
          body: { id, type: 'hold', body: { reason: 'The key is missing', until: null }, seen: 1 },
        }),
  ),
  settleHeld: about(
    async (company, phone) => ({ order: await dispatched(company, phone, 1), command: await held(phone) }),
    ({ owner }, { order: { id: workOrder, visit }, command: id }) =>
      (tally) =>
        orRefused(
          tally,
          ['held_settled_already'],
          owner.call(workOrderApi.settleHeld, { params: { id }, body: { choice: 'apply', workOrder, visit } }),
        ),
  ),
  askReport: about(
    completed,
    ({ owner }, id) =>
      () =>
        owner.call(reportApi.askReport, { params: { id }, body: { id: newId(), visit: null } }),
  ),

  draftInvoice: about(
    approved,
    ({ owner }, id) =>
      () =>
        owner.call(billingApi.draftInvoice, { params: { id } }),
  ),
  issueInvoice: about(
    drafted,
    ({ owner }, { id, version }) =>
      () =>
        owner.call(billingApi.issueInvoice, { params: { id }, body: { version } }),
  ),
  voidInvoice: about(
    issued,
    ({ owner }, { id, version }) =>
      (tally) =>
        orRefused(
          tally,
          ['already_void'],
          edited(tally, version, (seen) =>
            owner.call(billingApi.voidInvoice, { params: { id }, body: { version: seen, reason: 'Wrong address' } }),
          ),
        ),
  ),
  acknowledgeExport: about(
    async (company, phone) => {
      const { id: invoice } = await issued(company, phone)
      const id = newId()
      const { batch } = await company.owner.call(billingApi.makeExport, { body: { id } })
      return { id: batch?.id ?? id, invoice }
    },
    ({ owner }, { id, invoice }) =>
      (tally) =>
        orRefused(
          tally,
          ['not_in_batch', 'not_found'],
          owner.call(billingApi.acknowledgeExport, {
            params: { id },
            body: { answers: [{ invoice, accepted: true }] },
          }),
        ),
  ),
  compareAccounts: about(
    issued,
    ({ owner }, { number, gross: total }) =>
      () =>
        owner.call(accountsApi.compareAccounts, {
          body: { invoices: [{ number: number ?? 'none', date: null, total, paid: 0, status: '' }] },
        }),
  ),
  takeOver: about(
    async (company, phone) => ({ id: newId(), invoice: (await issued(company, phone)).id }),
    ({ owner }, { id, invoice }) =>
      () =>
        owner.call(accountsApi.takeOver, {
          body: { payments: [{ id, invoice, on: '2026-11-23', amount: 100 }], accepted: [] },
        }),
  ),
  gatherInvoice: about(
    async (company, phone) => ({ id: newId(), workOrders: [await approved(company, phone)] }),
    ({ owner }, body) =>
      () =>
        owner.call(billingApi.gatherInvoice, { body }),
  ),
  leaveLines: about(
    drafted,
    ({ owner }, { id, version }) =>
      (tally) =>
        edited(tally, version, (seen) =>
          owner.call(billingApi.leaveLines, { params: { id }, body: { version: seen, left: [] } }),
        ),
  ),
  creditInvoice: about(
    async (company, phone) => ({ ...(await issued(company, phone)), credit: newId() }),
    ({ owner }, { id, version, lines, credit }) =>
      (tally) =>
        edited(tally, version, (seen) =>
          owner.call(billingApi.creditInvoice, {
            params: { id },
            body: {
              id: credit,
              version: seen,
              reason: 'Agreed',
              lines: lines.map(({ id: line, net }) => ({ line, net })),
              billAgain: false,
            },
          }),
        ),
  ),
  recordPayment: about(
    issued,
    ({ owner }, { id }) =>
      () =>
        owner.call(billingApi.recordPayment, {
          params: { id },
          body: { id: newId(), on: '2026-11-23', amount: 100, method: 'transfer' },
        }),
  ),
  takeBackPayment: about(
    async (company, phone) => {
      const { id } = await issued(company, phone)
      const payment = newId()
      await company.owner.call(billingApi.recordPayment, {
        params: { id },
        body: { id: payment, on: '2026-11-23', amount: 100, method: 'transfer' },
      })
      return payment
    },
    ({ owner }, id) =>
      () =>
        owner.call(billingApi.takeBackPayment, { params: { id }, body: { reason: 'Of another' } }),
  ),
  editAccounts: about(
    async ({ owner }) => owner.call(accountsApi.readAccounts, {}),
    ({ owner }) =>
      async (tally) => {
        const { version } = await owner.call(accountsApi.readAccounts, {})
        await orRefused(
          tally,
          ['changed_meanwhile'],
          owner.call(accountsApi.editAccounts, { body: { version, format: 'csv' } }),
        )
      },
  ),

  // Of one's own: each with an invoice more, whoever comes first takes them all. Shared: one batch asked for by all.
  makeExport: about(
    async (company, phone) => {
      await issued(company, phone)
      return newId()
    },
    ({ owner }, id) =>
      () =>
        owner.call(billingApi.makeExport, { body: { id } }),
  ),

  attachSiteFile: about(storedFile, (company, file) => () => attach(company, file)),
  editSiteFile: about(
    attachedFile,
    ({ owner }, { id, version }, { mark }) =>
      (tally) =>
        edited(tally, version, (seen) =>
          owner.call(siteFileApi.editSiteFile, { params: { id }, body: { version: seen, name: mark } }),
        ),
  ),
  withdrawSiteFile: about(
    attachedFile,
    ({ owner }, { id }) =>
      () =>
        owner.call(siteFileApi.withdrawSiteFile, { params: { id } }),
  ),

  // Its commands one by one are beside it as well: this is a visit handed in whole, with photo and signature.
  push: about(
    (company, phone) => dispatched(company, phone, 1),
    (company, order, { phone }) =>
      () =>
        complete(company, phone, order, 1),
  ),
  pull: about(
    (_company, phone) => Promise.resolve(phone),
    (_company, phone) => () => firstPull(phone, 'zstd'),
  ),
  joinWorkOrder: about(
    raised,
    (_company, workOrder, { phone }) =>
      () =>
        phone.api.call(syncApi.join, { body: { workOrder } }),
  ),
} satisfies Record<string, Entry>

/** Bytes of one's own, or the same by all; they stand beside the contracts. */
export const fileWrites: Record<string, Entry> = {
  'PUT /api/files/{sha256}': about(
    () => Promise.resolve(pictureOf(noise, 900_000)),
    (_company, picture, { phone }) =>
      () =>
        upload(phone.api, picture),
  ),
}
