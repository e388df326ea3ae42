import { customersApi } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { addDays, dayBounds, instantFrom, type LocalDate, localDate, millisecondsOf } from '#core/kit/time.ts'
import { peopleApi } from '#core/people/api.ts'
import { workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import { newId } from '#server/platform/ids.ts'
import { command } from '../requests.ts'
import type { Api } from '../support/api.ts'
import { inParallel, makeCompany, raiseBody } from '../support/company.ts'
import type { MeasuredServer } from '../support/process.ts'

/** How much is on the board. */
export type Sizes = { technicians: number; sites: number; visits: number; waiting: number; days: number }
export type BusyBoard = {
  owner: Api
  technicians: Id[]
  jobTypes: Id[]
  sites: { customer: Id; site: Id }[]
  /** The visits that are planned, with their work orders. */
  planned: { workOrder: Id; visit: Id; start: string; minutes: number; technician: Id }[]
  waiting: Id[]
  from: LocalDate
  days: number
}

const zone = 'Europe/Berlin'
const skills = ['Boilers', 'Cooling', 'EPA-608']
/** A day begins at seven, and every so many minutes another visit begins. */
const [opens, every] = [7 * 60, 100]

/** A company with a full week: technicians with skills, homes and territories, sites all over a town, visits end to end. */
export async function makeBusyBoard(server: MeasuredServer, sizes: Sizes): Promise<BusyBoard> {
  const { owner, seeder } = await makeCompany(server.origin, server.setupToken, { customers: 1, technicians: 0 })
  const skillIds = await Promise.all(
    skills.map(async (name) => (await owner.call(peopleApi.makeSkill, { body: { id: newId(), name } })).id),
  )
  const jobTypes = await Promise.all(
    skillIds.map(async (skill, n) => {
      const body = { id: newId(), name: `Work on ${skills[n]}`, defaultMinutes: 60, skillIds: [skill] }
      return (await owner.call(workOrderCatalogueApi.makeJobType, { body })).id
    }),
  )
  const sites = await makeSites(owner, sizes.sites)
  const technicians = await makeTechnicians(owner, sizes.technicians, skillIds)
  const today = localDate(instantFrom(Date.now()), zone)
  const busy: BusyBoard = {
    owner,
    technicians,
    jobTypes,
    sites,
    planned: [],
    waiting: [],
    from: today,
    days: sizes.days,
  }
  const orders = Array.from({ length: sizes.visits + sizes.waiting }, () => newId())
  for (let made = 0; made < orders.length; made += 100) {
    await seeder.push(
      orders.slice(made, made + 100).map((order, index) => {
        const place = sites[(made + index) % sites.length]
        if (!place) throw new Error('a company has sites')
        const body = raiseBody(place, made + index, 'field')
        const jobType = (made + index) % 2 === 0 ? (jobTypes[(made + index) % jobTypes.length] ?? null) : null
        return seeder.freeze(order, 'raise', { ...body, details: { ...body.details, jobType } })
      }),
    )
  }
  busy.waiting = orders.slice(sizes.visits)
  await planAll(busy, orders.slice(0, sizes.visits))
  await server.analyze()
  return busy
}

/** Visit after visit down a day, technician by technician, day by day; what is too many for a week stands side by side. */
async function planAll(busy: BusyBoard, orders: readonly Id[]): Promise<void> {
  const { technicians, days, from, owner } = busy
  busy.planned = orders.map((workOrder, n) => {
    const technician = technicians[n % technicians.length] ?? ''
    const turn = Math.floor(n / technicians.length)
    const date = addDays(from, turn % days)
    const minute = opens + ((Math.floor(turn / days) * every + (n % 4) * 5) % (11 * 60))
    const start = instantFrom(millisecondsOf(dayBounds(date, zone).from) + minute * 60_000)
    return { workOrder, visit: newId(), start, minutes: 45 + (n % 4) * 15, technician }
  })
  await inParallel(busy.planned, 8, async ({ workOrder, visit, start, minutes, technician }) => {
    const plan = { visit, start, minutes, window: null, crew: [technician], lead: technician }
    await command(owner, workOrder, 'plan_visit', plan)
  })
}

export async function makeTechnicians(owner: Api, count: number, skillIds: readonly Id[]): Promise<Id[]> {
  const ids = Array.from({ length: count }, () => newId())
  await inParallel(ids, 8, async (id, n) => {
    await owner.call(peopleApi.makeTechnician, {
      body: {
        id,
        name: `Technician ${n} of the ${n % 2 === 0 ? 'North' : 'South'}`,
        skills: skillIds
          .filter((_, at) => (n + at) % 3 !== 0)
          .map((skillId) => ({ skillId, certificate: '', until: null })),
        homePosition: positionOf(n * 7),
      },
    })
  })
  return ids
}

async function makeSites(owner: Api, count: number): Promise<{ customer: Id; site: Id }[]> {
  const places = Array.from({ length: count }, () => ({ customer: newId(), site: newId() }))
  await inParallel(places, 8, async ({ customer, site }, n) => {
    await owner.call(customersApi.makeCustomer, { body: { id: customer, name: `Customer ${n} of the North` } })
    const address = { line1: `Ring ${n}`, line2: '', city: 'Berlin', region: '', postcode: '10115', country: 'DE' }
    await owner.call(customersApi.makeSite, {
      body: { id: site, customerId: customer, name: `House ${n}`, zone, address, position: positionOf(n) },
    })
  })
  return places
}

/** Spread over a town of some twenty kilometres, the same every time. */
function positionOf(n: number): { lat: number; lon: number } {
  const part = (step: number) => (((n * step) % 1000) / 1000 - 0.5) * 2
  return { lat: 52.5 + part(617) * 0.1, lon: 13.4 + part(383) * 0.16 }
}
