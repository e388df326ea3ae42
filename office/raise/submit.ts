import type { QueryClient } from '@tanstack/react-query'
import { customersApi } from '#core/customers/api.ts'
import { emptyAddress } from '#core/kit/address.ts'
import type { Instant, Zone } from '#core/kit/time.ts'
import type { Me } from '#core/people/session-api.ts'
import type { Details } from '#core/work-orders/commands.ts'
import type { JobType } from '#core/work-orders/catalogue-api.ts'
import { call } from '../kit/client.ts'
import { now } from '../kit/clock.ts'
import { instantOf } from '../kit/moment.ts'
import { sendCommand, type Sent } from '../work-orders/command.ts'
import { readPlan } from '../work-orders/dialogs/PlanFields.tsx'
import type { Draft } from './draft.ts'

export type Ready = {
  requestedAt: Instant
  /** Agreed by hand; null: as its priority promises. */
  targetAt: Instant | null
  zone: Zone
  jobType: JobType | null
  organizationCountry: string
}

/** What is still to be said before it can be raised, by field. */
export function problemsOf(draft: Draft, zone: Zone): Record<string, string> {
  const problems: Record<string, string> = {}
  if (!draft.customer && !draft.newCustomer) problems.customer = 'Say who calls.'
  if (draft.newCustomer && draft.newCustomer.name.trim() === '') problems.customer = 'Give the customer a name.'
  if (!draft.site && !draft.newSite) problems.site = 'Choose the site.'
  if (draft.newSite && draft.newSite.line1.trim() === '') problems.site = 'Say the street.'
  if (draft.title.trim() === '') problems.title = 'Say what it is about.'
  if (draft.requestedAt && !instantOf(draft.requestedAt, zone)) problems.requestedAt = 'Say the day and the time.'
  if (draft.targetAt && !instantOf(draft.targetAt, zone)) problems.targetAt = 'Say the day and the time.'
  if (draft.plan) {
    const read = readPlan(draft.plan, zone)
    if ('reason' in read) problems.plan = read.reason
    else if (draft.plan.dispatch && (!read.plan.start || draft.plan.crew.length === 0))
      problems.plan = 'To dispatch it, give it a time and somebody to go.'
  }
  return problems
}

export function timesOf(
  draft: Draft,
  zone: Zone,
  present: Instant,
): { requestedAt: Instant; targetAt: Instant | null } {
  const requestedAt = (draft.requestedAt && instantOf(draft.requestedAt, zone)) || present
  return {
    requestedAt,
    targetAt: draft.targetAt && instantOf(draft.targetAt, zone),
  }
}

/** Makes what is new, raises the work order, plans its first visit. Every id is the draft's: a second try makes nothing twice. */
export async function raise(queries: QueryClient, me: Me, draft: Draft, ready: Ready): Promise<Sent> {
  const customer = draft.newCustomer
    ? (
        await call(customersApi.makeCustomer, {
          body: { id: draft.newCustomer.id, name: draft.newCustomer.name, phone: draft.newCustomer.phone },
        })
      ).id
    : draft.customer
  const site = draft.newSite && customer ? await makeSite(draft.newSite, customer, ready) : draft.site
  const raised = await sendCommand(
    queries,
    me,
    draft.id,
    { type: 'raise', body: raiseBody(draft, ready, customer, site) },
    { seen: 0, quiet: true },
  )
  const known = raised.ok || raised.code === 'already_raised'
  if (!known || !draft.plan) return raised.ok || !known ? raised : { ok: true, version: 0, number: null }
  return planFirst(queries, me, draft, ready, raised)
}

async function makeSite(fresh: NonNullable<Draft['newSite']>, customerId: string, ready: Ready): Promise<string> {
  const { id, name, line1, city, postcode } = fresh
  const address = { ...emptyAddress, line1, city, postcode, country: ready.organizationCountry }
  return (
    await call(customersApi.makeSite, {
      body: { id, customerId, name: name.trim() || line1, address, zone: ready.zone },
    })
  ).id
}

function raiseBody(draft: Draft, ready: Ready, customer: string | null, site: string | null) {
  const named = draft.contactName.trim() !== '' || draft.contactPhone.trim() !== ''
  const details: Details = {
    customer,
    site,
    assets: draft.assets,
    contact: named ? { id: draft.contactId, name: draft.contactName.trim(), phone: draft.contactPhone.trim() } : null,
    kind: draft.kind,
    priority: draft.priority,
    title: draft.title.trim(),
    description: draft.description.trim(),
    jobType: draft.jobType,
    requestedAt: ready.requestedAt,
    targetAt: ready.targetAt,
    reference: draft.reference.trim(),
    accessNotes: '',
  }
  return {
    details,
    ...(draft.purchaseOrder.trim() === ''
      ? {}
      : { money: { purchaseOrder: draft.purchaseOrder.trim(), notToExceed: null } }),
    reported: null,
    zone: ready.zone,
    tasks: ready.jobType?.tasks ?? [],
    ...(ready.jobType ? { sections: ready.jobType.sections, formVersion: ready.jobType.formVersion } : {}),
    ...(draft.follows ? { follows: draft.follows } : {}),
    requires: ready.jobType?.requires ?? { signOff: true, photosBefore: 0, photosAfter: 0 },
    provisional: null,
    origin: 'office' as const,
    at: now(),
  }
}

async function planFirst(queries: QueryClient, me: Me, draft: Draft, ready: Ready, raised: Sent): Promise<Sent> {
  const done: Sent = raised.ok ? raised : { ok: true, version: 0, number: null }
  const read = draft.plan ? readPlan(draft.plan, ready.zone) : null
  if (!draft.plan || !read || 'reason' in read) return done
  const { visit, crew, lead, dispatch } = draft.plan
  const planned = await sendCommand(
    queries,
    me,
    draft.id,
    { type: 'plan_visit', body: { visit, ...read.plan, crew, lead } },
    { seen: done.ok ? done.version : 0 },
  )
  if ((planned.ok || planned.code === 'visit_exists') && dispatch) {
    await sendCommand(
      queries,
      me,
      draft.id,
      { type: 'dispatch_visit', body: { visit } },
      { seen: planned.ok ? planned.version : 0 },
    )
  }
  return done
}
