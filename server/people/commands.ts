import { currencyExponent } from '#core/kit/money.ts'
import type { Body } from '#core/kit/contract.ts'
import type { WeekHours } from '#core/kit/hours.ts'
import { emptyTechnician, type Organization, type peopleApi, type Technician } from '#core/people/api.ts'
import { linkFile } from '#server/platform/files/records.ts'
import { newId } from '#server/platform/ids.ts'
import { editPlain, differences, makePlain, need, setArchived } from '#server/platform/plain-rows.ts'
import { changedMeanwhile, invalidField, refused } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { loadMember } from './member-queries.ts'
import { technician } from './plain.ts'
import {
  countTerritories,
  freeTechnicianCode,
  loadOrganization,
  openVisitsOf,
  setTechnicianSkills,
  storedPicture,
  updateOrganization,
} from './queries.ts'

type OrganizationEdit = Body<typeof peopleApi.editOrganization>

/** Changes settings; the currency stays once an invoice exists. */
export async function editOrganization(tx: Tx, edit: OrganizationEdit): Promise<Organization> {
  const before = await loadOrganization(tx)
  if (before.version !== edit.version) throw changedMeanwhile(before)
  if (edit.currency !== undefined && edit.currency !== before.currency) checkCurrency(before, edit.currency)
  const logoFileId = edit.logo ? await logoFrom(tx, edit.logo) : edit.logo
  const saved = await updateOrganization(tx, edit.version, {
    columns: {
      name: edit.name,
      address: edit.address,
      phone: edit.phone,
      email: edit.email,
      tax_number: edit.taxNumber,
      bank_details: edit.bankDetails,
      zone: edit.zone,
      currency: edit.currency,
      currency_exponent: edit.currency === undefined ? undefined : currencyExponent(edit.currency),
      locale: edit.locale,
      paper: edit.paper,
      units: edit.units,
      first_day_of_week: edit.firstDayOfWeek,
      logo_file_id: logoFileId,
    },
    settings: {
      website: edit.website,
      country: edit.country,
      requires_purchase_order: edit.requiresPurchaseOrder,
      payment_days: edit.paymentTermsDays,
      planned_visible_to_technicians: edit.plannedVisibleToTechnicians,
      work_order_prefix: edit.prefixes?.workOrder,
      customer_prefix: edit.prefixes?.customer,
      invoice_prefix: edit.prefixes?.invoice,
      credit_note_prefix: edit.prefixes?.creditNote,
      working_hours: edit.workingHours,
      response_targets: edit.responseTargets,
      pausing_reasons: edit.pausingReasons,
      holidays: edit.holidays?.toSorted((a, b) => (a.date < b.date ? -1 : 1)),
    },
  })
  const after = await loadOrganization(tx)
  if (!saved) throw changedMeanwhile(after)
  // Phone numbers are read in the country, customers' numbers shown with the prefix: what is found of them changes.
  if (before.country !== after.country || before.prefixes.customer !== after.prefixes.customer) {
    tx.enqueue('find_customers', {})
  }
  if (before.country !== after.country) {
    tx.enqueue('find_technicians', {})
    tx.enqueue('find_work_orders', {})
  }
  tx.audit('organization.edited', 'organization', tx.orgId, differences(before, after))
  tx.touched('organization', tx.orgId, after.version)
  return after
}

function checkCurrency(before: Organization, currency: string): void {
  if (before.currencyFixed) {
    throw invalidField('currency', 'currency_fixed', `The currency stays ${before.currency}: an invoice exists.`)
  }
  if (!Intl.supportedValuesOf('currency').includes(currency)) {
    throw invalidField('currency', 'unknown_currency', `${currency} is not a currency.`)
  }
}

/** The picture becomes the organization's, so that everybody in it may open it. */
async function logoFrom(tx: Tx, sha256: string): Promise<string> {
  const file = await storedPicture(tx, sha256)
  if (!file) throw invalidField('logo', 'not_stored', 'The picture has not arrived. Send it again.')
  const subject = { kind: 'organization', id: tx.orgId } as const
  await linkFile(tx, { id: newId(), fileId: file.id, subject, purpose: 'logo', audience: 'customer', name: '' })
  return file.id
}

// Technicians

type TechnicianFields = Omit<Body<typeof peopleApi.editTechnician>, 'version'>

export async function makeTechnician(tx: Tx, body: Body<typeof peopleApi.makeTechnician>): Promise<Technician> {
  const { id, ...given } = body
  const fields = { ...emptyTechnician, ...given }
  await checkMember(tx, fields.memberId)
  await checkTerritories(tx, fields.territoryIds)
  const code = fields.code ?? (await freeTechnicianCode(tx))
  const columns = { ...technicianColumns(fields), id, name: given.name, code }
  return makePlain(tx, technician, columns, () => setTechnicianSkills(tx, id, fields.skills))
}

export async function editTechnician(
  tx: Tx,
  id: string,
  body: Body<typeof peopleApi.editTechnician>,
): Promise<Technician> {
  const { version, ...fields } = body
  await checkMember(tx, fields.memberId)
  await checkTerritories(tx, fields.territoryIds)
  const { skills } = fields
  const alsoChange = skills && (() => setTechnicianSkills(tx, id, skills))
  return editPlain(tx, technician, id, version, technicianColumns(fields), alsoChange)
}

/** Not while visits wait for the technician: somebody has to go there. */
export async function archiveTechnician(tx: Tx, id: string): Promise<Technician> {
  await need(technician.load, tx, id)
  const open = await openVisitsOf(tx, id)
  if (open > 0) throw refused({ code: 'technician_has_visits', params: { count: open } })
  return setArchived(tx, technician, id, true)
}

async function checkMember(tx: Tx, memberId: string | null | undefined): Promise<void> {
  if (memberId && !(await loadMember(tx, memberId))) {
    throw invalidField('memberId', 'not_found', 'There is nothing with this id.')
  }
}

async function checkTerritories(tx: Tx, territoryIds: readonly string[] | undefined): Promise<void> {
  const ids = [...new Set(territoryIds)]
  if (ids.length > 0 && (await countTerritories(tx, ids)) < ids.length) {
    throw invalidField('territoryIds', 'not_found', 'There is no territory with this id.')
  }
}

/** Hours of the week as the column keeps them; null is the word for somebody else's. */
function storedHours(hours: WeekHours | null | undefined): string | null | undefined {
  return hours && JSON.stringify(hours)
}

function technicianColumns(fields: TechnicianFields) {
  return {
    code: fields.code,
    name: fields.name,
    kind: fields.kind,
    phone: fields.phone,
    member_id: fields.memberId,
    colour: fields.colour,
    home_latitude: fields.homePosition === undefined ? undefined : (fields.homePosition?.lat ?? null),
    home_longitude: fields.homePosition === undefined ? undefined : (fields.homePosition?.lon ?? null),
    start_latitude: fields.startPosition === undefined ? undefined : (fields.startPosition?.lat ?? null),
    start_longitude: fields.startPosition === undefined ? undefined : (fields.startPosition?.lon ?? null),
    zone: fields.zone,
    working_hours: storedHours(fields.workingHours),
    territory_ids: fields.territoryIds && [...new Set(fields.territoryIds)],
    grade_id: fields.gradeId,
  }
}
