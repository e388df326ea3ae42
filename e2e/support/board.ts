import type { Browser, Locator, Page } from '@playwright/test'
import { customersApi } from '#core/customers/api.ts'
import type { Call } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { addDays, dayOfWeek, localDate, resolveLocal } from '#core/kit/time.ts'
import { peopleApi } from '#core/people/api.ts'
import { rosterApi } from '#core/people/roster-api.ts'
import { territoryApi } from '#core/people/territory-api.ts'
import { proposalApi } from '#core/scheduling/proposal-api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import type { CommandBody } from '#core/work-orders/commands.ts'
import { newId } from '#server/platform/ids.ts'
import { type Api, send, signInOffice } from './api.ts'
import { makeTechnician, zone } from './company.ts'
import { raise } from './story.ts'
import { company, desktop, enterOffice, expect } from './test.ts'

type Details = CommandBody<'raise'>['details']
type TechnicianFields = Partial<Call<typeof peopleApi.makeTechnician>['body']>
type SiteFields = Partial<Call<typeof customersApi.makeSite>['body']>
type JobTypeFields = Partial<Call<typeof workOrderCatalogueApi.makeJobType>['body']>

/** A Wednesday so many weeks ahead: a test that has one to itself meets no other's visits. */
export function wednesday(weeksAhead: number): string {
  const today = localDate(new Date().toISOString(), zone)
  return addDays(today, 3 - dayOfWeek(today) + 7 * weeksAhead)
}

/** A time of day by the clock of the company. */
export function at(date: string, time: string): string {
  const found = resolveLocal(date, time, zone)
  if (found.kind !== 'one') throw new Error(`${time} is no time of ${date}`)
  return found.instant
}

/** What a test plans with, as the office keeps it. */
export type Desk = {
  api: Api
  date: string
  /** A technician of the test alone. */
  technician: (name: string, fields?: TechnicianFields) => Promise<Id>
  /** From one time of the day of the test to another somebody is not there. */
  absence: (technician: Id, from: string, to: string) => Promise<void>
  skill: (name: string) => Promise<Id>
  territory: (name: string) => Promise<Id>
  jobType: (name: string, fields: JobTypeFields) => Promise<Id>
  site: (name: string, fields: SiteFields) => Promise<Id>
  /** What an obligation asks for on some days. */
  proposed: (title: string, site: Id, dueFrom: string, dueTo: string) => Promise<Id>
  /** Work that waits. */
  waiting: (title: string, details?: Partial<Details>) => Promise<Id>
  /** Work with a visit on the day of the test. */
  planned: (
    title: string,
    crew: readonly Id[],
    time: string,
    minutes?: number,
    details?: Partial<Details>,
  ) => Promise<{ order: Id; visit: Id }>
  /** Plan of the newest visit, as `09:00 60 min` by the clock of the company, and who goes. */
  planOf: (order: Id) => Promise<{ time: string | null; minutes: number; crew: Id[] } | null>
  visitsOf: (order: Id) => Promise<number>
  /** What of the timeline says in spite of what something was planned, and by whom. */
  overridden: (order: Id) => Promise<{ by: string; despite: string[]; codes: string[] }[]>
}

export async function openDesk(date: string): Promise<Desk> {
  const api = await signInOffice(company.origin, company.dispatcher)
  const owner = await signInOffice(company.origin, company.owner)
  const read = (id: Id) => api.call(workOrderApi.readWorkOrder, { params: { id } })
  /** Of sites a test made, whose they are. */
  const owners = new Map<Id, Id>()
  const waiting = (title: string, details: Partial<Details> = {}) => {
    const customer = owners.get(details.site ?? '') ?? company.customer.id
    return raise(company, api, title, { customer, targetAt: null, assets: [], jobType: null, ...details })
  }
  return {
    api,
    date,
    technician: async (name, fields) => (await makeTechnician(owner, name, 'teal', fields)).technician,
    absence: async (technicianId, from, to) => {
      const time = { from: at(date, from), to: at(date, to) }
      await owner.call(rosterApi.makeRosterEntry, {
        body: { id: newId(), technicianId, kind: 'absent', reason: 'training', ...time },
      })
    },
    skill: async (name) => (await owner.call(peopleApi.makeSkill, { body: { id: newId(), name } })).id,
    territory: async (name) => (await owner.call(territoryApi.makeTerritory, { body: { id: newId(), name } })).id,
    jobType: async (name, fields) =>
      (await owner.call(workOrderCatalogueApi.makeJobType, { body: { ...fields, id: newId(), name } })).id,
    site: async (name, fields) => {
      // Of a customer of its own: who has one site is raised for without being asked which.
      const customer = await owner.call(customersApi.makeCustomer, { body: { id: newId(), name: `Owner of ${name}` } })
      const site = { customerId: customer.id, zone, ...fields, id: newId(), name }
      owners.set(site.id, customer.id)
      return (await owner.call(customersApi.makeSite, { body: site })).id
    },
    proposed: async (title, siteId, dueFrom, dueTo) => {
      const body = { id: newId(), title, siteId, dueFrom, dueTo }
      return (await api.call(proposalApi.makeProposedVisit, { body })).id
    },
    waiting,
    planned: async (title, crew, time, minutes = 60, details = {}) => {
      const order = await waiting(title, details)
      const visit = newId()
      const plan = { visit, start: at(date, time), minutes, window: null }
      await send(api, order, 'plan_visit', { ...plan, crew: [...crew], lead: crew[0] ?? null })
      return { order, visit }
    },
    planOf: async (order) => {
      const { work } = await read(order)
      const plan = work.visits.filter((visit) => visit.plan.state !== 'cancelled').at(-1)?.plan
      if (!plan) return null
      const time = plan.start
        ? new Date(plan.start).toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })
        : null
      return { time, minutes: plan.minutes, crew: plan.crew }
    },
    visitsOf: async (order) => (await read(order)).work.visits.filter(({ plan }) => plan.state !== 'cancelled').length,
    overridden: async (order) => {
      const { items } = await api.call(workOrderApi.listEntries, { params: { id: order }, query: {} })
      return items.flatMap((entry) => {
        const despite = 'despite' in entry.data && entry.data.despite ? entry.data.despite : []
        return despite.length > 0
          ? [
              {
                by: entry.by.name,
                despite: despite.map(({ detail }) => detail),
                codes: despite.map(({ code }) => code),
              },
            ]
          : []
      })
    },
  }
}

/** The board as a dispatcher opens it, of some days, with the named rows alone. */
export async function openBoard(browser: Browser, query: string, email = company.dispatcher): Promise<Page> {
  const context = await browser.newContext(desktop)
  await enterOffice(context, company.origin, email)
  const page = await context.newPage()
  await page.goto(`${company.origin}/board?${query}`)
  await expect(page.getByRole('heading', { name: 'Board' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Visits' })).toBeVisible()
  return page
}

/** The card of a visit in the row of a technician. */
export function cardOf(page: Page, visit: Id, technician: Id | 'nobody'): Locator {
  return page.locator(`[data-visit="${visit}"][data-row="${technician}"]`)
}

export function rowOf(page: Page, technician: Id | 'nobody'): Locator {
  return page.locator(`div[data-row="${technician}"]`)
}

export function waitingCard(page: Page, title: string): Locator {
  return page.getByRole('region', { name: 'Waiting for a place' }).getByRole('button', { name: title })
}

/** What a screen reader was told last. */
export function heard(page: Page): Locator {
  return page.locator('[data-heard]')
}
