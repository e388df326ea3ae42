import { billingApi } from '#core/billing/api.ts'
import { customersApi } from '#core/customers/api.ts'
import { localDate } from '#core/kit/time.ts'
import { schedulingApi } from '#core/scheduling/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import { officePeople, technicians } from '#server/demo/data/company.ts'
import { type Api, signInOffice } from './api.ts'
import { makeOwner, makeTechnician } from './company.ts'
import type { Story } from './story.ts'

export type Screens = {
  empty: { origin: string; owner: string; technician: string }
  demo: { origin: string; owner: string; technician: string; password: string; story: Story }
}

/** The first owner of the empty organization, and a demo company whose month has been told. */
export default async function readyForScreens(): Promise<void> {
  const { E2E_ORIGIN, E2E_SETUP_TOKEN, SCREENS_DEMO_ORIGIN, SCREENS_DEMO_PASSWORD } = process.env
  if (!E2E_ORIGIN || !E2E_SETUP_TOKEN || !SCREENS_DEMO_ORIGIN || !SCREENS_DEMO_PASSWORD)
    throw new Error('A server did not start.')
  const { api: first, email } = await makeOwner(E2E_ORIGIN, E2E_SETUP_TOKEN)
  // Somebody for the empty phone; nobody and nothing else.
  const luis = await makeTechnician(first, 'Luis Ortega', 'teal')
  const owner = officePeople[0].email
  const api = await signInOffice(SCREENS_DEMO_ORIGIN, owner, SCREENS_DEMO_PASSWORD)
  await monthTold(api)
  const { technician, story } = await findStory(api)
  const screens: Screens = {
    empty: { origin: E2E_ORIGIN, owner: email, technician: luis.email },
    demo: { origin: SCREENS_DEMO_ORIGIN, owner, technician, password: SCREENS_DEMO_PASSWORD, story },
  }
  process.env['SCREENS'] = JSON.stringify(screens)
}

const patience = 8 * 60_000

/** The demo company tells its month in the background; the last thing in it is an export. */
async function monthTold(api: Api): Promise<void> {
  for (const until = Date.now() + patience; Date.now() < until; ) {
    const { items } = await api.call(billingApi.listExports, {})
    const { count } = await api.call(workOrderApi.listWorkOrders, { query: { limit: 1 } })
    if (items.length > 0 && count.value >= 290) return
    await new Promise((resolve) => setTimeout(resolve, 2_000))
  }
  console.warn('The demo company’s month is still being told: the pictures show what there is.')
}

/** One of each kind of thing that has a page. */
async function findStory(api: Api): Promise<{ technician: string; story: Story }> {
  const first = <T>(items: readonly T[], what: string): T => {
    const [item] = items
    if (item === undefined) throw new Error(`The demo company has no ${what}.`)
    return item
  }
  const orders = async (query: { status?: string; flagged?: 'yes' }) =>
    (await api.call(workOrderApi.listWorkOrders, { query: { ...query, limit: 50 } })).items
  const waiting = (await api.call(workOrderApi.listReview, {})).items
  const done = first(
    waiting.toSorted((a, b) => b.evidence.total - a.evidence.total),
    'finished work',
  )
  const { items: assets } = await api.call(customersApi.listAssets, { query: { limit: 1 } })
  const { work } = await api.call(workOrderApi.readWorkOrder, { params: { id: done.id } })
  const { items: types } = await api.call(workOrderCatalogueApi.listJobTypes, {})
  const { items: invoices } = await api.call(billingApi.listInvoices, { query: { state: 'issued' } })
  const today = localDate(new Date().toISOString(), done.zone)
  const { visits } = await api.call(schedulingApi.readSchedule, { query: { from: today, days: 2 } })
  const onPhones = visits.flatMap((visit) => {
    const technician = technicians.find(({ name, email }) => email && visit.crew.some((one) => one.name === name))
    return technician?.email && visit.status !== 'scheduled' && visit.status !== 'cancelled'
      ? [{ visit, technician: technician.email }]
      : []
  })
  const { visit, technician } = first(onPhones, 'visit on a phone')
  return {
    technician,
    story: {
      customer: done.customer?.id ?? '',
      site: done.site?.id ?? '',
      asset: first(assets, 'asset').id,
      planned: first(await orders({ status: 'scheduled' }), 'planned work').id,
      flagged: first(await orders({ flagged: 'yes' }), 'flagged work').id,
      onPhone: { workOrder: visit.workOrder, visit: visit.id },
      done: done.id,
      invoice: first(invoices, 'issued invoice').id,
      signOff: work.visits.flatMap((visit) => visit.signOffs)[0]?.id ?? '',
      jobType: (types.find((one) => one.sections.length > 0) ?? first(types, 'job type')).id,
    },
  }
}
