import type { Id } from '#core/kit/ids.ts'
import { newId } from '#server/platform/ids.ts'

/** One id of everything a caller can name. */
export const nameable = [
  'asset',
  'contact',
  'customer',
  'device',
  'export',
  'grade',
  'held',
  'itemPrice',
  'invoice',
  'jobType',
  'lostWork',
  'member',
  'payment',
  'phoneMember',
  'priceItem',
  'proposedVisit',
  'purchaseOrder',
  'rateCard',
  'rosterEntry',
  'signOff',
  'site',
  'siteFile',
  'skill',
  'taxRate',
  'technician',
  'territory',
  'visit',
  'workOrder',
] as const
export type Ids = Record<(typeof nameable)[number], Id>

export type Ask = {
  id?: Id
  query?: Record<string, string | undefined>
  body?: unknown
  headers?: Record<string, string>
}

/** Ids of nothing. */
export function noIds(): Ids {
  const ids = nameable.map((name): [string, Id] => [name, newId()])
  return Object.fromEntries(ids) as Ids
}

const edit = { version: 1 }
const aWeek = { from: '2026-11-23T06:00:00.000Z', to: '2026-11-30T06:00:00.000Z' }
const command = (type: string, body: unknown) => ({ id: newId(), type, body, seen: 1 })

/**
 * For every operation that can be told an id: how to ask it. `own` are ids of the caller's organization, for operations
 * that name something of theirs and something else beside it.
 */
export const asks: Record<string, (ids: Ids, own: Ids) => Ask[]> = {
  // people
  editMember: (ids, own) => [
    { id: ids.member, body: { ...edit, name: 'Taken' } },
    { id: own.member, body: { version: 1, technicianId: ids.technician } },
  ],
  setMemberPassword: (ids) => [{ id: ids.member, body: { password: 'three short ladders' } }],
  disableMember: (ids) => [{ id: ids.member }],
  enableMember: (ids) => [{ id: ids.member }],
  signOutDevice: (ids) => [{ id: ids.device }],
  makeMember: (ids) => [
    {
      body: {
        id: newId(),
        name: 'New',
        email: `${newId()}@example.com`,
        roles: ['billing'],
        password: 'three short ladders',
        technicianId: ids.technician,
      },
    },
  ],
  makeTechnician: (ids) => [
    { body: { id: newId(), name: 'New', skills: [{ skillId: ids.skill, certificate: '', until: null }] } },
    { body: { id: newId(), name: 'New', memberId: ids.member } },
    { body: { id: newId(), name: 'New', territoryIds: [ids.territory] } },
    { body: { id: newId(), name: 'New', gradeId: ids.grade } },
  ],
  editTechnician: (ids, own) => [
    { id: ids.technician, body: { ...edit, name: 'Taken' } },
    { id: own.technician, body: { ...edit, memberId: ids.member } },
    { id: own.technician, body: { ...edit, territoryIds: [ids.territory] } },
    { id: own.technician, body: { ...edit, gradeId: ids.grade } },
  ],
  archiveTechnician: (ids) => [{ id: ids.technician }],
  restoreTechnician: (ids) => [{ id: ids.technician }],
  editSkill: (ids) => [{ id: ids.skill, body: { ...edit, name: 'Taken' } }],
  archiveSkill: (ids) => [{ id: ids.skill }],
  restoreSkill: (ids) => [{ id: ids.skill }],
  editTerritory: (ids) => [{ id: ids.territory, body: { ...edit, name: 'Taken' } }],
  editGrade: (ids) => [{ id: ids.grade, body: { ...edit, name: 'Taken' } }],
  archiveGrade: (ids) => [{ id: ids.grade }],
  restoreGrade: (ids) => [{ id: ids.grade }],
  archiveTerritory: (ids) => [{ id: ids.territory }],
  restoreTerritory: (ids) => [{ id: ids.territory }],
  listRoster: (ids) => [{ query: { technician: ids.technician } }],
  makeRosterEntry: (ids) => [{ body: { id: newId(), technicianId: ids.technician, kind: 'on_call', ...aWeek } }],
  editRosterEntry: (ids, own) => [
    { id: ids.rosterEntry, body: { ...edit, note: 'Taken' } },
    { id: own.rosterEntry, body: { ...edit, technicianId: ids.technician } },
  ],
  archiveRosterEntry: (ids) => [{ id: ids.rosterEntry }],
  restoreRosterEntry: (ids) => [{ id: ids.rosterEntry }],
  listProposedVisits: (ids) => [{ query: { site: ids.site } }],
  makeProposedVisit: (ids, own) => [
    { body: { id: newId(), siteId: ids.site, title: 'Mine', dueFrom: '2026-12-01', dueTo: '2026-12-10' } },
    {
      body: {
        id: newId(),
        siteId: own.site,
        jobTypeId: ids.jobType,
        title: 'Mine',
        dueFrom: '2026-12-01',
        dueTo: '2026-12-10',
      },
    },
  ],
  editProposedVisit: (ids, own) => [
    { id: ids.proposedVisit, body: { ...edit, dueTo: '2026-12-11' } },
    { id: own.proposedVisit, body: { ...edit, jobTypeId: ids.jobType } },
  ],
  declineProposedVisit: (ids) => [{ id: ids.proposedVisit, body: { reason: 'Taken' } }],
  reopenProposedVisit: (ids) => [{ id: ids.proposedVisit }],
  raiseProposedVisit: (ids) => [{ id: ids.proposedVisit, body: { workOrder: newId() } }],
  archiveProposedVisit: (ids) => [{ id: ids.proposedVisit }],
  restoreProposedVisit: (ids) => [{ id: ids.proposedVisit }],
  makeRota: (ids, own) => [
    {
      body: {
        ids: [newId()],
        technicianIds: [own.technician, ids.technician],
        from: '2026-11-23',
        until: '2026-11-30',
        days: 7,
        time: '07:00',
      },
    },
  ],
  chooseOrganization: (ids) => [{ body: { orgId: ids.customer } }],

  // customers
  readCustomer: (ids) => [{ id: ids.customer }],
  editCustomer: (ids) => [{ id: ids.customer, body: { ...edit, name: 'Taken' } }],
  archiveCustomer: (ids) => [{ id: ids.customer }],
  restoreCustomer: (ids) => [{ id: ids.customer }],
  listCustomerWork: (ids) => [{ id: ids.customer }],
  listSites: (ids) => [{ query: { customer: ids.customer } }],
  readSite: (ids) => [{ id: ids.site }],
  makeSite: (ids, own) => [
    { body: { id: newId(), customerId: ids.customer, name: 'Mine' } },
    { body: { id: newId(), customerId: own.customer, name: 'Mine', territoryId: ids.territory } },
  ],
  editSite: (ids, own) => [
    { id: ids.site, body: { ...edit, name: 'Taken' } },
    { id: own.site, body: { ...edit, territoryId: ids.territory } },
    { id: own.site, body: { ...edit, preferredTechnicianIds: [ids.technician] } },
    { id: own.site, body: { ...edit, refusedTechnicianIds: [ids.technician] } },
  ],
  archiveSite: (ids) => [{ id: ids.site }],
  restoreSite: (ids) => [{ id: ids.site }],
  listSiteWork: (ids) => [{ id: ids.site }],
  listSiteVisits: (ids) => [{ id: ids.site }],
  listSiteFiles: (ids) => [{ id: ids.site }],
  attachSiteFile: (ids) => [{ id: ids.site, body: { id: newId(), sha256: 'a'.repeat(64), name: 'Mine' } }],
  editSiteFile: (ids) => [{ id: ids.siteFile, body: { ...edit, name: 'Taken' } }],
  withdrawSiteFile: (ids) => [{ id: ids.siteFile }],
  makeContact: (ids, own) => [
    { body: { id: newId(), customerId: ids.customer, name: 'Mine' } },
    { body: { id: newId(), customerId: own.customer, siteId: ids.site, name: 'Mine' } },
  ],
  editContact: (ids, own) => [
    { id: ids.contact, body: { ...edit, name: 'Taken' } },
    { id: own.contact, body: { ...edit, siteId: ids.site } },
  ],
  archiveContact: (ids) => [{ id: ids.contact }],
  restoreContact: (ids) => [{ id: ids.contact }],
  listAssets: (ids) => [{ query: { customer: ids.customer } }, { query: { site: ids.site } }],
  readAsset: (ids) => [{ id: ids.asset }],
  makeAsset: (ids) => [{ body: { id: newId(), siteId: ids.site, name: 'Mine' } }],
  editAsset: (ids, own) => [
    { id: ids.asset, body: { ...edit, name: 'Taken' } },
    { id: own.asset, body: { ...edit, siteId: ids.site } },
  ],
  archiveAsset: (ids) => [{ id: ids.asset }],
  restoreAsset: (ids) => [{ id: ids.asset }],

  // catalogue
  makeJobType: (ids) => [{ body: { id: newId(), name: 'Mine', skillIds: [ids.skill] } }],
  editJobType: (ids) => [{ id: ids.jobType, body: { ...edit, name: 'Taken' } }],
  archiveJobType: (ids) => [{ id: ids.jobType }],
  restoreJobType: (ids) => [{ id: ids.jobType }],
  makePriceItem: (ids) => [{ body: { id: newId(), sku: newId(), name: 'Mine', unitPrice: 1, taxRateId: ids.taxRate } }],
  editPriceItem: (ids, own) => [
    { id: ids.priceItem, body: { ...edit, name: 'Taken' } },
    { id: own.priceItem, body: { ...edit, taxRateId: ids.taxRate } },
  ],
  archivePriceItem: (ids) => [{ id: ids.priceItem }],
  restorePriceItem: (ids) => [{ id: ids.priceItem }],
  editTaxRate: (ids) => [{ id: ids.taxRate, body: { ...edit, name: 'Taken' } }],
  archiveTaxRate: (ids) => [{ id: ids.taxRate }],
  restoreTaxRate: (ids) => [{ id: ids.taxRate }],
  makeRateCard: (ids) => [
    {
      body: {
        id: newId(),
        name: 'Mine',
        validFrom: '2026-01-01',
        hourlyRate: 1,
        taxRateId: ids.taxRate,
        isDefault: false,
      },
    },
    ...(['customerId', 'jobTypeId', 'gradeId'] as const).map((field) => ({
      body: { id: newId(), name: 'Mine', validFrom: '2026-01-01', hourlyRate: 1, [field]: idOfScope(ids, field) },
    })),
  ],
  editRateCard: (ids, own) => [
    { id: ids.rateCard, body: { ...edit, name: 'Taken' } },
    { id: own.rateCard, body: { ...edit, isDefault: false, customerId: ids.customer } },
  ],
  listItemPrices: (ids) => [{ query: { customer: ids.customer } }, { query: { item: ids.priceItem } }],
  makeItemPrice: (ids, own) => [
    { body: { id: newId(), itemId: ids.priceItem, unitPrice: 1, validFrom: '2026-01-01' } },
    { body: { id: newId(), itemId: own.priceItem, customerId: ids.customer, unitPrice: 1, validFrom: '2026-01-01' } },
  ],
  editItemPrice: (ids) => [{ id: ids.itemPrice, body: { ...edit, unitPrice: 1 } }],
  archiveItemPrice: (ids) => [{ id: ids.itemPrice }],
  restoreItemPrice: (ids) => [{ id: ids.itemPrice }],
  readCustomerTerms: (ids) => [{ id: ids.customer }],
  editCustomerTerms: (ids) => [{ id: ids.customer, body: { version: 0, labourDiscount: 1000 } }],
  archiveRateCard: (ids) => [{ id: ids.rateCard }],
  restoreRateCard: (ids) => [{ id: ids.rateCard }],

  // work orders
  listWorkOrders: (ids) => [
    { query: { customer: ids.customer } },
    { query: { site: ids.site } },
    { query: { technician: ids.technician } },
  ],
  readWorkOrder: (ids) => [{ id: ids.workOrder }],
  listEntries: (ids) => [{ id: ids.workOrder }],
  readAssetRecord: (ids) => [{ id: ids.asset }],
  readSignOff: (ids) => [{ id: ids.signOff }],
  listSimilar: (ids) => [{ query: { customer: ids.customer, site: ids.site, title: 'Boiler', reference: '' } }],
  readBoard: (ids) => [{ query: { from: '2026-11-23', days: '14', workOrders: ids.workOrder } }],
  readDaySheets: (ids) => [{ query: { from: '2026-11-23', technician: ids.technician } }],
  readPlaces: (ids) => [{ id: ids.workOrder }],
  countPlanned: (ids) => [
    { id: ids.technician, query: { from: '2026-11-23T00:00:00.000Z', to: '2026-11-25T00:00:00.000Z' } },
  ],
  readProposedPlaces: (ids) => [{ id: ids.proposedVisit }],
  readPlaceContext: (ids) => [{ query: { customer: ids.customer } }, { query: { site: ids.site } }],
  sendCommand: (ids, own) => [
    { id: ids.workOrder, body: command('hold', { reason: 'Mine', until: null }) },
    { id: ids.workOrder, body: command('cancel_visit', { visit: ids.visit, reason: 'Mine' }) },
    { id: own.workOrder, body: command('cancel_visit', { visit: ids.visit, reason: 'Mine' }) },
    {
      id: own.workOrder,
      body: command('plan_visit', {
        visit: newId(),
        start: null,
        minutes: 60,
        window: null,
        crew: [ids.technician],
        lead: ids.technician,
      }),
    },
    {
      id: own.workOrder,
      body: command('replan_visit', {
        visit: ids.visit,
        start: null,
        minutes: 60,
        window: null,
        crew: [ids.technician],
        lead: null,
      }),
    },
  ],
  settleHeld: (ids) => [{ id: ids.held, body: { choice: 'put_aside', reason: 'Mine' } }],

  // time, money, papers
  settleDayFlag: (ids) => [{ id: ids.technician, body: { id: newId(), flag: 'any', note: '' } }],
  listWorked: (ids) => [{ query: { from: '2026-11-01', to: '2026-11-30', technician: ids.technician } }],
  priceWorkOrder: (ids) => [{ id: ids.workOrder }],
  draftInvoice: (ids) => [{ id: ids.workOrder }],
  listInvoices: (ids) => [{ query: { customer: ids.customer } }],
  readInvoice: (ids) => [{ id: ids.invoice }],
  issueInvoice: (ids) => [{ id: ids.invoice, body: { version: 1 } }],
  gatherInvoice: (ids, own) => [
    { body: { id: newId(), workOrders: [ids.workOrder] } },
    { body: { id: newId(), workOrders: [own.workOrder, ids.workOrder] } },
  ],
  leaveLines: (ids) => [{ id: ids.invoice, body: { version: 1, left: [] } }],
  creditInvoice: (ids) => [
    {
      id: ids.invoice,
      body: { id: newId(), version: 1, reason: 'Mine', lines: [{ line: newId(), net: 1 }], billAgain: false },
    },
  ],
  recordPayment: (ids) => [
    { id: ids.invoice, body: { id: newId(), on: '2026-11-23', amount: 100, method: 'transfer' } },
  ],
  takeBackPayment: (ids) => [{ id: ids.payment, body: { reason: 'Mine' } }],
  readStatement: (ids) => [{ id: ids.customer }],
  takeOver: (ids) => [
    { body: { payments: [{ id: newId(), invoice: ids.invoice, on: '2026-11-23', amount: 100 }], accepted: [] } },
    { body: { payments: [], accepted: [ids.invoice] } },
  ],
  listPurchaseOrders: (ids) => [{ id: ids.customer }],
  makePurchaseOrder: (ids) => [{ body: { id: newId(), customerId: ids.customer, number: 'Mine' } }],
  editPurchaseOrder: (ids) => [{ id: ids.purchaseOrder, body: { version: 1, number: 'Taken' } }],
  archivePurchaseOrder: (ids) => [{ id: ids.purchaseOrder }],
  restorePurchaseOrder: (ids) => [{ id: ids.purchaseOrder }],
  voidInvoice: (ids) => [{ id: ids.invoice, body: { version: 1, reason: 'Mine' } }],
  readExport: (ids) => [{ id: ids.export }],
  acknowledgeExport: (ids) => [{ id: ids.export, body: { answers: [{ invoice: ids.invoice, accepted: true }] } }],
  readExportCsv: (ids) => [{ id: ids.export }],
  askReport: (ids) => [{ id: ids.workOrder, body: { id: newId(), visit: ids.visit } }],
  listReports: (ids) => [{ id: ids.workOrder }],

  // a phone
  importUnsent: (ids) => [{ body: outbox(ids.device, ids.phoneMember) }],
  settleHeldOfPhone: (ids) => [
    { id: ids.device, body: { choice: 'take_in' } },
    { id: ids.device, body: { choice: 'put_aside', reason: 'Mine' } },
  ],
  settleLostWork: (ids) => [{ id: ids.lostWork, body: { note: 'Mine' } }],
  joinWorkOrder: (ids) => [{ body: { workOrder: ids.workOrder } }],
  push: (ids) => [
    {
      body: pushed({ kind: 'work_order', id: ids.workOrder }, 'arrive', {
        visit: ids.visit,
        technician: ids.technician,
      }),
    },
    {
      body: pushed({ kind: 'work_order', id: ids.workOrder }, 'add_note', { visit: null, technician: ids.technician }),
    },
  ],
  pull: (ids) => [{ body: { nonce: newId(), epoch: null, digest: null, held: [['site', ids.site, 1]] } }],
}

function idOfScope(ids: Ids, field: 'customerId' | 'jobTypeId' | 'gradeId'): Id {
  return { customerId: ids.customer, jobTypeId: ids.jobType, gradeId: ids.grade }[field]
}

const outbox = (device: Id, member: Id) => ({
  format: 'roundtrip-outbox-1',
  exportedAt: '2026-11-23T10:00:00.000Z',
  device,
  member,
  name: 'Mine',
  commands: [],
  files: [],
})

let dseq = 0
function pushed(stream: { kind: string; id: Id }, type: string, body: object) {
  dseq++
  const wall = '2026-11-23T10:00:00.000Z'
  const id = newId()
  const at = { wall, mono: 1, life: 'life', offset: 0 }
  const bytes = JSON.stringify({ v: 1, id, stream, type, body: { ...body, at: wall }, seen: 1, at })
  return { nonce: newId(), epoch: null, commands: [{ id, dseq, bytes }] }
}

/** Operations that cannot be told an id of anything: what they give is the caller's organization and nothing else. */
export const withoutIds = new Set([
  'findSignOffs',
  'listFollowUps',
  'readOrganization',
  'editOrganization',
  'listMembers',
  'listDevices',
  'listTechnicians',
  'listSkills',
  'makeSkill',
  'listTerritories',
  'makeTerritory',
  'listGrades',
  'makeGrade',
  'readPriceSettings',
  'editPriceSettings',
  'me',
  'organizations',
  'signInOffice',
  'signInField',
  'signOutOffice',
  'signOutField',
  'changePassword',
  'makeFirstOwner',
  'listCustomers',
  'makeCustomer',
  'listJobTypes',
  'listPriceItems',
  'listPriceCategories',
  'listTaxRates',
  'makeTaxRate',
  'listRateCards',
  'search',
  'readCounts',
  'readToday',
  'readAttention',
  'listReview',
  'readSchedule',
  'listExports',
  'makeExport',
  'previewExport',
  'compareAccounts',
  'readLedger',
  'listLedger',
  'listReady',
  'readAccounts',
  'editAccounts',
  'findOnline',
  'readPushKey',
  'subscribePush',
  'unsubscribePush',
])
