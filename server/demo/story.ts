import type { Id } from '#core/kit/ids.ts'
import { addDays, addMinutes, dayOfWeek, type Instant, localDate } from '#core/kit/time.ts'
import type { CommandBody } from '#core/work-orders/commands.ts'
import { draftInvoice } from '#server/billing/drafts.ts'
import { serverActor } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/tenant.ts'
import {
  contactId,
  customerId,
  crew,
  jobTypeId,
  orgId,
  phoneNumber,
  technicianNamed,
  type CastTechnician,
} from './cast.ts'
import { company } from './data/company.ts'
import { towns } from './data/customers.ts'
import { type Performance, perform } from './perform.ts'
import type { Album } from './pictures/album.ts'
import { type DemoOrder, instantAt } from './plan.ts'
import { tasksOf } from './rows.ts'
import { between, fraction, oneOf, seededId } from './seeded.ts'
import { asOf, mustApply, type Telling, telling } from './telling.ts'

/** Tells one work order from its first call to where it stands now. All in one transaction: it is there whole or not at all. */
export async function tell(tx: Tx, album: Album, order: DemoOrder, now: Instant): Promise<void> {
  const story: Story = { order, now, album, ...telling(tx, order.id, order.name, order.number) }
  if (order.fate === 'made_on_phone') return madeOnPhone(story)
  await raise(story)
  switch (order.fate) {
    case 'open':
      return
    case 'held':
      return hold(story)
    case 'cancelled':
      return cancelled(story)
    case 'planned':
      return void (await planned(story, fraction(`${order.name}/dispatched`) < 0.45))
    case 'today_next':
      return void (await planned(story, true))
    case 'today_now':
      return today(story)
    case 'waits_for_parts':
      return void (await firstOfTwo(story))
    case 'no_access':
      return noAccess(story)
    case 'returned':
      return returned(story)
    default:
      return worked(story)
  }
}

type Story = Telling & { order: DemoOrder; now: Instant; album: Album }

async function raise({ order, office, say, now }: Story): Promise<void> {
  const { site, scene, jobType, asset, priority, raisedAt, name } = order
  const { customer } = site
  const spoken = site.contact ?? customer.contact
  const requestedAt = addMinutes(raisedAt, -between(`${name}/asked`, 2, 25))
  const hasOrderNumber = customer.purchaseOrder && !(order.fate === 'hasty' && raisedAt > addMinutes(now, -6 * 1440))
  const body: CommandBody<'raise'> = {
    details: {
      customer: customerId(customer),
      site: site.id,
      assets: asset ? [asset.id] : [],
      contact: spoken
        ? {
            id: contactId(customer, site),
            name: spoken[0],
            phone: phoneNumber(
              `${customer.key}/${spoken[0]}`,
              towns[site.contact ? site.town : (customer.sites[0]?.town ?? site.town)].area,
            ),
          }
        : null,
      kind: jobType.kind,
      priority,
      title: scene.title,
      description: scene.asked,
      jobType: jobTypeId(jobType),
      requestedAt,
      targetAt: targetOf(order, now),
      reference:
        customer.account && fraction(`${name}/reference`) < 0.4
          ? `${customer.key.slice(0, 2).toUpperCase()}-${between(`${name}/theirs`, 20_000, 29_999)}`
          : '',
      accessNotes: '',
    },
    money: {
      purchaseOrder: hasOrderNumber ? `PO-${between(`${name}/po`, 41_000, 48_999)}` : '',
      notToExceed: customer.key === 'beargrass' ? 75_000 : null,
    },
    reported: null,
    zone: site.zone,
    tasks: tasksOf(jobType),
    requires: { signOff: jobType.signOff, photosBefore: jobType.photosBefore, photosAfter: jobType.photosAfter },
    provisional: null,
    origin: 'office',
    at: requestedAt,
  }
  await office('dispatch', raisedAt, say(raisedAt, 'raise', body))
}

/** As the priority says; what was agreed for later has the target that was agreed. */
function targetOf({ fate, start, jobType }: DemoOrder, now: Instant): Instant | null {
  if (fate === 'held') return addMinutes(now, 12 * 1440)
  if (start && (fate === 'planned' || jobType.kind !== 'reactive')) return addMinutes(start, 3 * 1440)
  return null
}

const firstVisit = ({ order }: Story): Id => visitId(order, 1)
const visitId = (order: DemoOrder, number: number): Id =>
  seededId(`visit/${order.name}/${number}`, Date.parse(order.raisedAt))

type Planned = { visit: Id; start: Instant; crew: CastTechnician[] }

/** Planned when raised or soon after; sent to the phones with it, or in the evening before. */
async function planned(
  story: Story,
  dispatched: boolean,
  given: Partial<Planned> & { at?: Instant } = {},
): Promise<Planned> {
  const { order, office, say } = story
  const start = given.start ?? order.start
  if (!start) throw new Error(`${order.name} has no start`)
  const visit = given.visit ?? firstVisit(story)
  const crewed =
    given.crew ??
    (order.jobType.crew > 1 && fraction(`${order.name}/pair`) < 0.5 ? [order.who, mateOf(order.who)] : [order.who])
  const at =
    given.at ??
    earlier(addMinutes(order.raisedAt, between(`${order.name}/planned`, 4, 30)), addMinutes(start, -20), story.now)
  const wide = order.jobType.kind === 'reactive' ? 60 : 120
  const window = { from: addMinutes(start, -30), to: addMinutes(start, wide) }
  const plan = say(at, 'plan_visit', {
    visit,
    start,
    minutes: order.jobType.minutes,
    window,
    crew: crewed.map((one) => one.id),
    lead: order.who.id,
  })
  await office('dispatch', at, plan, ...(dispatched ? [say(at, 'dispatch_visit', { visit })] : []))
  return { visit, start, crew: crewed }
}

function earlier(...instants: Instant[]): Instant {
  return instants.reduce((a, b) => (a < b ? a : b))
}

function mateOf(who: CastTechnician): CastTechnician {
  const mates = crew.filter(
    (one) =>
      one.key !== who.key &&
      one.zone === who.zone &&
      one.device !== null &&
      one.trades.some((trade) => who.trades.includes(trade)),
  )
  return mates[0] ?? technicianNamed('luis')
}

/** A visit of the technician the work order is for, as usual. */
function usual({ order }: Story, { visit, start }: Planned, more: Partial<Performance> = {}): Performance {
  const { name, who, scene, asset, site } = order
  const drive = between(`${name}/drive`, 12, 48)
  const [least, most] = scene.minutes
  return {
    name: `${name}/${visit.slice(-4)}`,
    visit,
    who,
    scene,
    asset,
    drive,
    depart: addMinutes(start, -drive + between(`${name}/punctual`, -7, 16)),
    minutes: Math.min(between(`${name}/minutes`, least, most), order.most ?? 600),
    until: 'finished',
    signer: (site.contact ?? site.customer.contact)?.[0] ?? site.customer.name,
    ...more,
  }
}

async function worked(story: Story): Promise<void> {
  const { order, album, office, say, now } = story
  const plan = await planned(
    story,
    true,
    order.fate === 'two_technicians' || order.fate === 'mate_still_there'
      ? { crew: [order.who, mateOf(order.who)] }
      : {},
  )
  const performance = usual(story, plan)
  switch (order.fate) {
    case 'two_technicians':
      await perform(story, album, {
        ...performance,
        name: `${order.name}/mate`,
        who: mateOf(order.who),
        leaves: true,
        minutes: performance.minutes - 12,
        note: '',
        done: '',
        parts: [],
      })
      await perform(story, album, performance)
      break
    case 'mate_still_there':
      await perform(story, album, {
        ...performance,
        name: `${order.name}/mate`,
        who: mateOf(order.who),
        until: 'on_site',
        note: 'Stays for the clean-up.',
        done: '',
        parts: [],
      })
      await perform(story, album, performance)
      break
    case 'by_other':
      await perform(story, album, { ...performance, who: mateOf(order.who), late: 95 })
      break
    case 'cancelled_too_late': {
      const at = addMinutes(performance.depart, 8)
      await office('dispatch', at, say(at, 'cancel', { reason: 'Customer called it off on the phone.' }))
      await perform(story, album, { ...performance, late: 150 })
      break
    }
    case 'hasty':
      await perform(story, album, { ...performance, hasty: true })
      break
    case 'refused':
      await perform(story, album, { ...performance, signOff: 'refused' })
      break
    case 'unattended':
      await perform(story, album, { ...performance, signOff: 'unattended' })
      break
    case 'on_behalf':
      await onBehalf(story, plan)
      break
    case 'today_done':
      await perform(story, album, {
        ...performance,
        ...withApprentice(order),
        ...earlyEnough(performance, now),
        ...(fraction(`${order.name}/awaited`) < 0.35 ? { awaited: true as const } : {}),
      })
      break
    default:
      await perform(story, album, {
        ...performance,
        ...withApprentice(order),
        ...(fraction(`${order.name}/late`) < 0.12 ? { late: between(`${order.name}/offline`, 40, 190) } : {}),
      })
  }
  await review(story)
}

/** What is told of today has happened by now. */
function earlyEnough({ depart, drive, minutes }: Performance, now: Instant): Partial<Performance> {
  const end = addMinutes(depart, drive + minutes)
  const last = addMinutes(now, -9)
  return end > last
    ? { minutes: Math.max(25, minutes - Math.round((Date.parse(end) - Date.parse(last)) / 60_000)) }
    : {}
}

function withApprentice({ who, name }: DemoOrder): Partial<Performance> {
  return (who.key === 'luis' || who.key === 'marcus') && fraction(`${name}/apprentice`) < 0.4
    ? { apprentice: technicianNamed('eli') }
    : {}
}

/** The phone was lost; the paper sheet says what happened. */
async function onBehalf({ order, office, say, now }: Story, { visit, start }: Planned): Promise<void> {
  const at = earlier(addMinutes(start, 300), now)
  const behalf = { source: 'paper' as const, reason: 'Phone fell into the sump, sheet handed in at the depot' }
  const fact = { visit, technician: order.who.id, behalf }
  const [arrived, left] = [
    addMinutes(start, 5),
    addMinutes(start, between(`${order.name}/minutes`, ...order.scene.minutes)),
  ]
  await office(
    'dispatch',
    at,
    say(at, 'arrive', { ...fact, at: arrived }),
    say(at, 'note', { ...fact, at: left, text: order.scene.done, audience: 'customer' }),
    say(at, 'finish', { ...fact, at: left, outcome: 'done', returnReason: null, note: '', missing: [], evidence: [] }),
  )
}

async function hold({ order, office, say, now }: Story): Promise<void> {
  const at = addMinutes(order.raisedAt, between(`${order.name}/hold`, 30, 200))
  const reason = oneOf(`${order.name}/why`, [
    'Waiting for the purchase order',
    'Customer is away until the end of the week',
    'Landlord decides on Thursday',
    'Parts on back order, two weeks',
  ])
  await office(
    'dispatch',
    earlier(at, now),
    say(at, 'hold', {
      reason,
      until: fraction(`${order.name}/until`) < 0.5 ? addMinutes(now, between(`${order.name}/days`, 2, 9) * 1440) : null,
    }),
  )
}

async function cancelled(story: Story): Promise<void> {
  const { order, office, say } = story
  const plan = await planned(story, false)
  const at = addMinutes(plan.start, -between(`${order.name}/cancel`, 3, 15))
  const reason = oneOf(`${order.name}/why`, [
    'Customer found the breaker off, works again',
    'Double call, same as the one this morning',
    'Tenant moved out, owner will call',
    'Went to another contractor',
  ])
  await office('dispatch', at, say(at, 'cancel', { reason }))
}

async function today(story: Story): Promise<void> {
  const { order, album, now } = story
  const plan = await planned(story, true)
  const performance = usual(story, plan, { until: order.now ?? 'on_site' })
  const depart =
    order.now === 'travelling'
      ? addMinutes(now, -between(`${order.name}/since`, 6, 14))
      : order.now === 'accepted'
        ? addMinutes(now, 30)
        : addMinutes(plan.start, -performance.drive + 2)
  const sinceArrival = Math.round((Date.parse(now) - Date.parse(depart)) / 60_000) - performance.drive
  await perform(story, album, {
    ...performance,
    ...withApprentice(order),
    depart,
    minutes: Math.max(6, sinceArrival - 3),
  })
}

async function firstOfTwo(story: Story): Promise<Planned> {
  const { order, album } = story
  const { again } = order.scene
  if (!again) throw new Error(`${order.scene.key} is ended on the first visit`)
  const plan = await planned(story, true)
  const performance = usual(story, plan)
  await perform(story, album, {
    ...performance,
    minutes: Math.round(performance.minutes * 0.6),
    outcome: again.reason === 'time' ? 'temporary_fix' : 'needs_return',
    returnReason: again.reason,
    note: again.note,
  })
  return plan
}

/** Two working days later, with the part. */
async function returned(story: Story): Promise<void> {
  const { order, album, now } = story
  const first = await firstOfTwo(story)
  const { again, minutes } = order.scene
  let date = addDays(localDate(first.start, order.site.zone), 2)
  while (dayOfWeek(date) > 5) date = addDays(date, 1)
  const start = instantAt(date, '15:30', order.site.zone)
  const at = earlier(addMinutes(first.start, between(`${order.name}/again`, 180, 400)), now)
  const plan = await planned(story, true, { visit: visitId(order, 2), start, at, crew: [order.who] })
  if (addMinutes(start, 180) > now || !again) return
  await perform(story, album, {
    ...usual(story, plan),
    minutes: Math.round(minutes[0] * 0.8),
    note: '',
    done: again.done,
    parts: again.parts,
  })
  await review(story)
}

async function noAccess(story: Story): Promise<void> {
  const { order, album, office, say, now } = story
  const plan = await planned(story, true)
  await perform(story, album, {
    ...usual(story, plan),
    minutes: 14,
    outcome: 'no_access',
    signOff: 'none',
    note: 'Nobody opens, phone goes to voice mail. Left a card in the door.',
  })
  if (fraction(`${order.name}/again`) > 0.5) return
  const at = earlier(addMinutes(plan.start, 200), now)
  const start = instantAt(nextWorkday(localDate(now, company.zone), 1), '09:00', order.site.zone)
  await office(
    'dispatch',
    at,
    say(at, 'note', {
      visit: null,
      technician: null,
      at,
      text: 'Reached the customer: home from 9 AM, key at the neighbor otherwise.',
      audience: 'crew',
    }),
  )
  await planned(story, true, { visit: visitId(order, 2), start, at, crew: [order.who] })
}

export function nextWorkday(date: string, ahead: number): string {
  let next = addDays(date, ahead)
  while (dayOfWeek(next) > 5) next = addDays(next, 1)
  return next
}

/** When the office looked at it: the next working morning. */
export function reviewedAt(order: DemoOrder, finished: Instant): Instant {
  const date = nextWorkday(localDate(finished, company.zone), 1)
  return addMinutes(instantAt(date, '09:10', company.zone), between(`${order.name}/review`, 0, 380))
}

const forReview = new Set<DemoOrder['fate']>(['by_other', 'cancelled_too_late', 'mate_still_there'])

/** Settles what is flagged and approves, if the morning after has been; what is fresh waits for the visitor. */
async function review(story: Story): Promise<void> {
  const { order, office, say, now, tx } = story
  const work = await story.work()
  const finished = work.visits
    .flatMap((visit) => visit.steps.filter((step) => step.kind === 'finish').map((step) => step.at))
    .at(-1)
  if (!finished || forReview.has(order.fate)) return
  const at = reviewedAt(order, finished)
  if (
    at > now ||
    (order.fate !== 'done' && finished > addMinutes(now, -5 * 1440)) ||
    fraction(`${order.name}/stays`) < 0.03
  )
    return
  const who = fraction(`${order.name}/reviewer`) < 0.7 ? 'dispatch' : 'billing'
  for (const flag of work.flags.filter((one) => !one.settled)) {
    await office(
      who,
      at,
      say(at, 'settle_flag', {
        flag: flag.id,
        note: flag.code === 'requirements_missing' ? 'Called the technician, it was done.' : 'Looked at, in order.',
      }),
    )
  }
  const { version } = await story.work()
  if (order.fate === 'not_billable') {
    const reason = oneOf(`${order.name}/why`, [
      'Our own repair of last month, free of charge',
      'Covered by the service agreement',
      'Goodwill: we came two hours late',
    ])
    await office(who, at, say(at, 'mark_not_billable', { version, reason }))
    return
  }
  if (order.site.customer.purchaseOrder && (await isWithoutOrderNumber(story))) return
  if (fraction(`${order.name}/discount`) < 0.05) {
    await office(
      who,
      at,
      say(at, 'strike_line', { key: `travel_fee/${firstVisit(story)}`, reason: 'Second job at the same stop' }),
    )
  }
  await office(who, at, say(at, 'approve', { version: (await story.work()).version }))
  await draftInvoice(asOf(tx, at, serverActor(orgId)), order.id)
}

async function isWithoutOrderNumber({ order, now }: Story): Promise<boolean> {
  return order.fate === 'hasty' && order.raisedAt > addMinutes(now, -6 * 1440)
}

/** Asked for on the spot by somebody we do not know yet. */
async function madeOnPhone(story: Story): Promise<void> {
  const { order, say, album } = story
  const { who, scene, raisedAt } = order
  const visit = firstVisit(story)
  const base = { visit, technician: who.id }
  const phone = '(502) 555-0148'
  const raised = say(raisedAt, 'raise', {
    details: {
      customer: null,
      site: null,
      assets: [],
      contact: { id: null, name: 'Mrs. Halvorsen', phone },
      kind: 'reactive',
      priority: 'P2',
      title: 'Burst hose under the sink, next door',
      description: 'Neighbor of the last job came over, water in her kitchen.',
      jobType: jobTypeId(order.jobType),
      requestedAt: raisedAt,
      targetAt: null,
      reference: '',
      accessNotes: '',
    },
    reported: {
      customer: 'Halvorsen, next to Ruth Delacroix',
      site: '1236 Everett Ave, Louisville',
      contact: 'Mrs. Halvorsen',
      phone,
      zone: who.zone,
    },
    zone: who.zone,
    tasks: tasksOf(order.jobType),
    requires: { signOff: true, photosBefore: 1, photosAfter: 0 },
    provisional: `${who.code}-0012`,
    origin: 'field',
    at: raisedAt,
  })
  const opened = say(raisedAt, 'open_visit', { ...base, at: raisedAt })
  mustApply(order.name, [raised, opened], await story.phone(who, addMinutes(raisedAt, 55), raised, opened))
  await perform(story, album, {
    ...usual(story, { visit, start: raisedAt, crew: [who] }),
    scene: {
      ...scene,
      parts: [
        ['PL-608', 2],
        ['PF-510', 1],
      ],
    },
    depart: addMinutes(raisedAt, 1),
    drive: 2,
    minutes: 45,
    late: 30,
    note: 'Braided hose had burst at the crimp. Changed both and the stop valve.',
    done: 'Both supply hoses and the stop valve replaced. Dry.',
    signer: 'A. Halvorsen',
  })
}
