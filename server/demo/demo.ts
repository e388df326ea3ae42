import { sql } from 'kysely'
import { addMinutes, type Instant, instantFrom, localDate, millisecondsOf } from '#core/kit/time.ts'
import { abilitiesOf } from '#core/people/abilities.ts'
import type { Demo } from '#server/platform/demo.ts'
import type { JobTask } from '#server/platform/jobs.ts'
import type { Services } from '#server/platform/services.ts'
import type { Slice } from '#server/platform/slice.ts'
import { inTenant, type TenantActor, type Tx } from '#server/platform/tenant.ts'
import { insertReport } from '#server/reports/queries.ts'
import { readOrder } from '#server/billing/records.ts'
import { recordPull } from '#server/sync/device-queries.ts'
import { bookkeeping, holdTwo, keepBooks, latePart, takeBack } from './billing.ts'
import { crew, idOf, officeActor, orgId, phoneActor } from './cast.ts'
import { tellDays } from './days.ts'
import { company, officePeople, technicians } from './data/company.ts'
import { earlier, officeMinutesBefore } from './hours.ts'
import { type Album, keepAlbum, makeAlbum } from './pictures/album.ts'
import { firstNumber, planOf, type Size } from './plan.ts'
import type { DemoOrder, Fate } from './plan/orders.ts'
import { moneyCame } from './payments.ts'
import { makeAgreedPrices } from './prices.ts'
import { makeCatalogue, makeCompany, makeCustomers, makePeople } from './rows.ts'
import { tell } from './story.ts'
import { asOf } from './telling.ts'

export const demo: Demo = {
  signIns: [
    ...officePeople.map(({ label, email }) => ({ role: label, email, app: 'office' as const })),
    ...technicians.flatMap(({ name, email }) => (email ? [{ role: name, email, app: 'field' as const }] : [])),
  ],
  seed: (services, password) => seed(services, password),
}

/** The rest of the month is told by jobs, a few work orders each, while people already look around. */
export const demoSlice: Slice = { name: 'demo', routes: [], tasks: { tell_demo: tellMore } }

const sizes = new Map<string, Size>()
const albums = new Map<string, Promise<Album>>()

/** Drawn once a process; drawn again they are the same bytes. */
function album(services: Services): Promise<Album> {
  const known = albums.get(orgId) ?? makeAlbum(services.files, orgId, sizes.get(orgId) ?? 'full')
  albums.set(orgId, known)
  return known
}

/**
 * Makes what is missing of the company and its today, and asks for the rest. Everything has the id of its name, so an
 * interrupted start is taken up where it ended, and a finished one is left alone. Its today is the moment it was made,
 * or `begun`.
 */
export async function seed(services: Services, password: string, size: Size = 'full', begun?: Instant): Promise<void> {
  sizes.set(orgId, size)
  if (!(await services.signIn.isEmpty()) && (await isFinished(services))) return
  const drawing = album(services)
  // Awaited below; a failure in between must not end the process for want of somebody listening.
  drawing.catch(() => undefined)
  await makeRows(services, password, drawing, begun)
  const now = await begunAt(services)
  const pictures = await drawing
  const orders = planOf(now, size)
  await tellOrders(services, pictures, orders.filter(isOfToday), now)
  await act(services, async (tx) => {
    for (const technician of crew) await syncedPhone(tx, technician, orders, now)
    tx.enqueue('tell_demo', { step: 0 })
  })
}

const first: ReadonlySet<Fate> = new Set([
  'today_done',
  'today_now',
  'today_next',
  'next_day',
  'open',
  'made_on_phone',
  'forgotten',
])
const isOfToday = ({ fate }: DemoOrder) => first.has(fate)

function act<T>(services: Services, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTenant(services.tenants, founder(), work)
}

/** Who set the company up: the owner, with the abilities of every desk. */
function founder(): TenantActor {
  return { ...officeActor('owner'), abilities: abilitiesOf(['owner', 'dispatcher', 'billing']) }
}

async function makeRows(
  services: Services,
  password: string,
  drawing: Promise<Album>,
  begun: Instant | undefined,
): Promise<void> {
  const users = (await services.signIn.isEmpty())
    ? await makeCompany(services, password)
    : await makeCompanyAgain(services, password)
  if (begun !== undefined) await act(services, (tx) => beginAt(tx, begun))
  const today = localDate(await begunAt(services), company.zone)
  const has = (table: 'app.price_item' | 'app.asset' | 'app.item_price' | 'app.technician') =>
    act(
      services,
      async (tx) =>
        (await tx.db.selectFrom(table).select('id').where('org_id', '=', orgId).limit(1).executeTakeFirst()) !==
        undefined,
    )
  if (!(await has('app.price_item'))) await act(services, (tx) => makeCatalogue(tx, today))
  if (!(await has('app.asset'))) await act(services, (tx) => makeCustomers(tx, today))
  if (!(await has('app.item_price'))) await act(services, (tx) => makeAgreedPrices(tx, today))
  if (await has('app.technician')) return
  const pictures = await drawing
  await act(services, async (tx) => {
    await keepAlbum(tx, pictures)
    await makePeople(tx, users, pictures.logo, today)
    await sql`insert into app.counter (org_id, series, last) values (${orgId}, 'work_order', ${firstNumber - 1 + planOf(await begunAt(services), sizes.get(orgId)).length})
      on conflict do nothing`.execute(tx.db)
  })
}

/** The company is there, its people may not be: those who can sign in already are found by their address. */
async function makeCompanyAgain(services: Services, password: string) {
  const people = [...officePeople.slice(1), ...technicians].flatMap(({ name, email }) =>
    email ? [{ name, email }] : [],
  )
  const found = await Promise.all(
    people.map(
      async (person) => [person.email, (await services.signIn.makeUser({ ...person, password })).userId] as const,
    ),
  )
  return new Map(found)
}

/** Another today than that of the clock, for those who look at the company at three in the morning. */
async function beginAt(tx: Tx, begun: Instant): Promise<void> {
  await tx.db.updateTable('app.organization').set({ created_at: begun }).where('org_id', '=', orgId).execute()
}

/** The moment the company was made: its today. */
async function begunAt(services: Services): Promise<Instant> {
  const { created_at } = await act(services, (tx) =>
    tx.db.selectFrom('app.organization').select('created_at').where('org_id', '=', orgId).executeTakeFirstOrThrow(),
  )
  return instantFrom(Math.floor(millisecondsOf(created_at) / 60_000) * 60_000)
}

async function tellOrders(
  services: Services,
  pictures: Album,
  orders: readonly DemoOrder[],
  now: Instant,
): Promise<void> {
  for (const order of orders) {
    await alone(services, async (tx) => {
      if (!(await isTold(tx, order))) await tell(tx, pictures, order, now)
    })
  }
}

/** One at a time: a start that takes up an interrupted one may find its jobs still at it. */
function alone<T>(services: Services, work: (tx: Tx) => Promise<T>): Promise<T> {
  return act(services, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`tell_demo ${orgId}`}, 0))`.execute(tx.db)
    return work(tx)
  })
}

async function isTold(tx: Tx, { id }: DemoOrder): Promise<boolean> {
  const { rows } = await sql`select 1 from app.work_order where org_id = ${orgId} and id = ${id}`.execute(tx.db)
  return rows.length > 0
}

/** Phones have synced just now, but for one that has been left somewhere since its last arrival. */
async function syncedPhone(
  tx: Tx,
  technician: (typeof crew)[number],
  orders: readonly DemoOrder[],
  now: Instant,
): Promise<void> {
  const actor = phoneActor(technician)
  if (!actor?.deviceId) return
  const left = orders.find((order) => order.fate === 'forgotten' && order.who.key === technician.key)?.trip
  const arrived = left ? addMinutes(left.depart, left.drive) : null
  const unsent = arrived ? { commands: 4, files: 3, since: arrived } : { commands: 0, files: 0 }
  const at = arrived ? addMinutes(arrived, 9) : now
  await recordPull(asOf(tx, at, actor), actor.deviceId, { unsent, complete: true })
}

const aStep = 8
const actsAStep = 12

/** One step of the rest; asks for the next in its last commit. Run twice it finds everything there. */
async function tellMore({ payload }: Parameters<JobTask>[0], services: Services): Promise<void> {
  const step = typeof payload['step'] === 'number' ? payload['step'] : 0
  const next = await takeStep(services, step)
  if (next !== null) await act(services, async (tx) => tx.enqueue('tell_demo', { step: next }))
}

/** Gives the number of the step after it; null when the month is told. */
export async function takeStep(services: Services, step: number): Promise<number | null> {
  if (await isFinished(services)) return null
  const now = await begunAt(services)
  const orders = planOf(now, sizes.get(orgId))
  const rest = orders.filter((order) => !isOfToday(order)).reverse()
  const telling = Math.ceil(rest.length / aStep)
  if (step < telling) {
    await tellOrders(services, await album(services), rest.slice(step * aStep, (step + 1) * aStep), now)
    return step + 1
  }
  const acts = await act(services, (tx) => bookkeeping(tx, orders, now))
  const from = (step - telling) * actsAStep
  if (from < acts.length) {
    await alone(services, async (tx) => {
      for (const one of acts.slice(from, from + actsAStep)) await keepBooks(tx, one)
    })
    return step + 1
  }
  for (const technician of crew) await alone(services, (tx) => tellDays(tx, technician, now))
  await alone(services, (tx) => lastThings(tx, orders, now))
  return null
}

const lastReport = idOf('report/last')

async function lastThings(tx: Tx, orders: readonly DemoOrder[], now: Instant): Promise<void> {
  const known = await tx.db
    .selectFrom('app.report')
    .select('id')
    .where('org_id', '=', orgId)
    .where('id', '=', lastReport)
    .executeTakeFirst()
  if (known) return
  await takeBack(tx, now)
  await moneyCame(tx, now)
  for (const order of orders.filter((one) => one.fate === 'late_part')) await latePart(tx, order, now)
  const lastDone = orders.findLast((one) => one.fate === 'today_done') ?? orders.findLast((one) => one.fate === 'done')
  if (lastDone) await holdTwo(tx, lastDone)
  await askReports(tx, orders, now)
  for (const technician of crew) await syncedPhone(tx, technician, orders, now)
}

/** As many of the month's reports as a first look needs. */
const reportsAskedFor = 60

/** Reports of finished work, as the dispatcher asked for them: of the latest within the day, of the rest a day after. */
async function askReports(tx: Tx, orders: readonly DemoOrder[], now: Instant): Promise<void> {
  const wanted = orders
    .filter((order) => order.fate === 'done' || order.fate === 'returned' || order.fate === 'two_technicians')
    .slice(-reportsAskedFor)
  for (const [index, order] of wanted.entries()) {
    const stored = await readOrder(tx, order.id)
    const visit = stored?.work.visits[0]
    if (!stored || !visit || visit.steps.length === 0) continue
    const id = index === 0 ? lastReport : idOf(`report/${order.name}`)
    const dayAfter = addMinutes(order.start ?? now, order.minutes + 1440)
    const asked = officeMinutesBefore(earlier(now, dayAfter), (index % 40) * 7 + 5)
    await insertReport(asOf(tx, asked, officeActor('dispatch')), {
      id,
      workOrder: order.id,
      visit: index % 3 === 0 ? null : visit.id,
      version: stored.version,
    })
    tx.touched('report', id, 1)
    tx.enqueue('make_reports', { workOrder: order.id })
  }
}

async function isFinished(services: Services): Promise<boolean> {
  const there = await act(services, async (tx) => {
    const company = await tx.db
      .selectFrom('app.organization')
      .select('org_id')
      .where('org_id', '=', orgId)
      .executeTakeFirst()
    const report = await tx.db
      .selectFrom('app.report')
      .select('id')
      .where('org_id', '=', orgId)
      .where('id', '=', lastReport)
      .executeTakeFirst()
    return { company: company !== undefined, report: report !== undefined }
  })
  return there.report || !there.company
}
