import { accountsApi } from '#core/billing/accounts-api.ts'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { priceTermsApi } from '#core/billing/terms-api.ts'
import { customersApi } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { peopleApi } from '#core/people/api.ts'
import { rosterApi } from '#core/people/roster-api.ts'
import { gradeApi } from '#core/people/grade-api.ts'
import { territoryApi } from '#core/people/territory-api.ts'
import { workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import { newId } from '#server/platform/ids.ts'
import type { Company } from '../support/company.ts'
import { about, anId, edited, type Entry } from './kinds.ts'

/** A plain row: made under the caller's id, edited with the version its editor saw, archived and brought back. */
type Row = {
  make: (company: Company, id: Id, mark: string) => Promise<{ version: number }>
  edit: (company: Company, id: Id, version: number, mark: string) => Promise<unknown>
  archive: (company: Company, id: Id) => Promise<unknown>
  restore: (company: Company, id: Id) => Promise<unknown>
}
type Life<Noun extends string> = Record<`${'make' | 'edit' | 'archive' | 'restore'}${Noun}`, Entry>

/** The four writing requests of a row: on rows of one's own, and by eight clients on one and the same. */
export function life<Noun extends string>(noun: Noun, row: Row): Life<Noun> {
  const made = async (company: Company) => {
    const id = newId()
    return { id, version: (await row.make(company, id, id)).version }
  }
  const archived = async (company: Company) => {
    const { id } = await made(company)
    await row.archive(company, id)
    return { id }
  }
  const entries: Record<string, Entry> = {
    make: about(anId, (company, id) => () => row.make(company, id, id)),
    edit: about(
      made,
      (company, { id, version }, { mark }) =>
        (tally) =>
          edited(tally, version, (seen) => row.edit(company, id, seen, mark)),
    ),
    archive: about(
      made,
      (company, { id }) =>
        () =>
          row.archive(company, id),
    ),
    restore: about(
      archived,
      (company, { id }) =>
        () =>
          row.restore(company, id),
    ),
  }
  return Object.fromEntries(Object.entries(entries).map(([what, entry]) => [`${what}${noun}`, entry])) as Life<Noun>
}

export function aPlace({ places: [place] }: Company) {
  if (!place) throw new Error('a company has places')
  return place
}

export const rowWrites = {
  ...life('Customer', {
    make: ({ owner }, id, name) => owner.call(customersApi.makeCustomer, { body: { id, name } }),
    edit: ({ owner }, id, version, notes) =>
      owner.call(customersApi.editCustomer, { params: { id }, body: { version, notes } }),
    archive: ({ owner }, id) => owner.call(customersApi.archiveCustomer, { params: { id } }),
    restore: ({ owner }, id) => owner.call(customersApi.restoreCustomer, { params: { id } }),
  }),
  ...life('PurchaseOrder', {
    make: (company, id, number) =>
      company.owner.call(accountsApi.makePurchaseOrder, { body: { id, customerId: aPlace(company).customer, number } }),
    edit: ({ owner }, id, version, note) =>
      owner.call(accountsApi.editPurchaseOrder, { params: { id }, body: { version, note } }),
    archive: ({ owner }, id) => owner.call(accountsApi.archivePurchaseOrder, { params: { id } }),
    restore: ({ owner }, id) => owner.call(accountsApi.restorePurchaseOrder, { params: { id } }),
  }),
  ...life('Site', {
    make: (company, id, name) =>
      company.owner.call(customersApi.makeSite, { body: { id, customerId: aPlace(company).customer, name } }),
    edit: ({ owner }, id, version, hazards) =>
      owner.call(customersApi.editSite, { params: { id }, body: { version, hazards } }),
    archive: ({ owner }, id) => owner.call(customersApi.archiveSite, { params: { id } }),
    restore: ({ owner }, id) => owner.call(customersApi.restoreSite, { params: { id } }),
  }),
  ...life('Contact', {
    make: (company, id, name) =>
      company.owner.call(customersApi.makeContact, { body: { id, customerId: aPlace(company).customer, name } }),
    edit: ({ owner }, id, version, name) =>
      owner.call(customersApi.editContact, { params: { id }, body: { version, name, phone: '+49 30 5550177' } }),
    archive: ({ owner }, id) => owner.call(customersApi.archiveContact, { params: { id } }),
    restore: ({ owner }, id) => owner.call(customersApi.restoreContact, { params: { id } }),
  }),
  ...life('Asset', {
    make: (company, id, name) =>
      company.owner.call(customersApi.makeAsset, { body: { id, siteId: aPlace(company).site, name } }),
    edit: ({ owner }, id, version, notes) =>
      owner.call(customersApi.editAsset, { params: { id }, body: { version, notes, serial: 'VD2-88120' } }),
    archive: ({ owner }, id) => owner.call(customersApi.archiveAsset, { params: { id } }),
    restore: ({ owner }, id) => owner.call(customersApi.restoreAsset, { params: { id } }),
  }),
  // Without a code: the server finds a free one, for eight at once eight different ones.
  ...life('Technician', {
    make: ({ owner }, id, name) => owner.call(peopleApi.makeTechnician, { body: { id, name } }),
    edit: ({ owner }, id, version, name) =>
      owner.call(peopleApi.editTechnician, { params: { id }, body: { version, name, colour: 'teal' } }),
    archive: ({ owner }, id) => owner.call(peopleApi.archiveTechnician, { params: { id } }),
    restore: ({ owner }, id) => owner.call(peopleApi.restoreTechnician, { params: { id } }),
  }),
  ...life('Skill', {
    make: ({ owner }, id, name) => owner.call(peopleApi.makeSkill, { body: { id, name } }),
    edit: ({ owner }, id, version, name) =>
      owner.call(peopleApi.editSkill, { params: { id }, body: { version, name } }),
    archive: ({ owner }, id) => owner.call(peopleApi.archiveSkill, { params: { id } }),
    restore: ({ owner }, id) => owner.call(peopleApi.restoreSkill, { params: { id } }),
  }),
  ...life('Territory', {
    make: ({ owner }, id, name) => owner.call(territoryApi.makeTerritory, { body: { id, name } }),
    edit: ({ owner }, id, version, name) =>
      owner.call(territoryApi.editTerritory, { params: { id }, body: { version, name } }),
    archive: ({ owner }, id) => owner.call(territoryApi.archiveTerritory, { params: { id } }),
    restore: ({ owner }, id) => owner.call(territoryApi.restoreTerritory, { params: { id } }),
  }),
  ...life('Grade', {
    make: ({ owner }, id, name) => owner.call(gradeApi.makeGrade, { body: { id, name } }),
    edit: ({ owner }, id, version, name) => owner.call(gradeApi.editGrade, { params: { id }, body: { version, name } }),
    archive: ({ owner }, id) => owner.call(gradeApi.archiveGrade, { params: { id } }),
    restore: ({ owner }, id) => owner.call(gradeApi.restoreGrade, { params: { id } }),
  }),
  ...life('RosterEntry', {
    make: ({ owner, seeder }, id) =>
      owner.call(rosterApi.makeRosterEntry, {
        body: {
          id,
          technicianId: seeder.technician,
          kind: 'absent',
          reason: 'training',
          from: '2026-01-05T07:00:00.000Z',
          to: '2026-01-05T15:00:00.000Z',
        },
      }),
    edit: ({ owner }, id, version, note) =>
      owner.call(rosterApi.editRosterEntry, { params: { id }, body: { version, note } }),
    archive: ({ owner }, id) => owner.call(rosterApi.archiveRosterEntry, { params: { id } }),
    restore: ({ owner }, id) => owner.call(rosterApi.restoreRosterEntry, { params: { id } }),
  }),
  ...life('JobType', {
    make: ({ owner }, id, name) => owner.call(workOrderCatalogueApi.makeJobType, { body: { id, name } }),
    edit: ({ owner }, id, version, description) =>
      owner.call(workOrderCatalogueApi.editJobType, { params: { id }, body: { version, description } }),
    archive: ({ owner }, id) => owner.call(workOrderCatalogueApi.archiveJobType, { params: { id } }),
    restore: ({ owner }, id) => owner.call(workOrderCatalogueApi.restoreJobType, { params: { id } }),
  }),
  ...life('PriceItem', {
    make: ({ owner }, id, name) =>
      owner.call(billingCatalogueApi.makePriceItem, { body: { id, sku: id, name, unitPrice: 1000 } }),
    edit: ({ owner }, id, version, name) =>
      owner.call(billingCatalogueApi.editPriceItem, { params: { id }, body: { version, name, unitPrice: 2000 } }),
    archive: ({ owner }, id) => owner.call(billingCatalogueApi.archivePriceItem, { params: { id } }),
    restore: ({ owner }, id) => owner.call(billingCatalogueApi.restorePriceItem, { params: { id } }),
  }),
  // Each becomes the default in turn, which ends the one before: two rows under every edit.
  ...life('TaxRate', {
    make: ({ owner }, id, name) => owner.call(billingCatalogueApi.makeTaxRate, { body: { id, name, rate: 1900 } }),
    edit: ({ owner }, id, version, name) =>
      owner.call(billingCatalogueApi.editTaxRate, { params: { id }, body: { version, name, isDefault: true } }),
    archive: ({ owner }, id) => owner.call(billingCatalogueApi.archiveTaxRate, { params: { id } }),
    restore: ({ owner }, id) => owner.call(billingCatalogueApi.restoreTaxRate, { params: { id } }),
  }),
  ...life('RateCard', {
    make: ({ owner }, id, name) =>
      owner.call(billingCatalogueApi.makeRateCard, {
        body: { id, name, validFrom: '2026-01-01', hourlyRate: 900_000, isDefault: false },
      }),
    edit: ({ owner }, id, version, name) =>
      owner.call(billingCatalogueApi.editRateCard, { params: { id }, body: { version, name, hourlyRate: 950_000 } }),
    archive: ({ owner }, id) => owner.call(billingCatalogueApi.archiveRateCard, { params: { id } }),
    restore: ({ owner }, id) => owner.call(billingCatalogueApi.restoreRateCard, { params: { id } }),
  }),
  // An item of its own each: of an item one price begins on a day.
  ...life('ItemPrice', {
    make: async ({ owner }, id, name) => {
      const itemId = newId()
      await owner.call(billingCatalogueApi.makePriceItem, { body: { id: itemId, sku: itemId, name, unitPrice: 1000 } })
      return owner.call(priceTermsApi.makeItemPrice, { body: { id, itemId, unitPrice: 900, validFrom: '2026-01-01' } })
    },
    edit: ({ owner }, id, version) =>
      owner.call(priceTermsApi.editItemPrice, { params: { id }, body: { version, unitPrice: 800 } }),
    archive: ({ owner }, id) => owner.call(priceTermsApi.archiveItemPrice, { params: { id } }),
    restore: ({ owner }, id) => owner.call(priceTermsApi.restoreItemPrice, { params: { id } }),
  }),
  editCustomerTerms: about(
    async ({ owner }) => {
      const id = newId()
      await owner.call(customersApi.makeCustomer, { body: { id, name: id } })
      return { id, version: 0 }
    },
    ({ owner }, { id, version }) =>
      (tally) =>
        edited(tally, version, (seen) =>
          owner.call(priceTermsApi.editCustomerTerms, { params: { id }, body: { version: seen, labourDiscount: 500 } }),
        ),
  ),
}
