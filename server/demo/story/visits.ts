import { addMinutes, localDate, minutesBetween } from '#core/kit/time.ts'
import { neededParts } from '#core/work-orders/needed-parts.ts'
import { technicianNamed } from '../cast.ts'
import { company } from '../data/company.ts'
import { earlier, instantAt, later, nextWorkday, officeMinutesBefore } from '../hours.ts'
import { type Performance, perform } from '../perform.ts'
import type { DemoOrder } from '../plan/orders.ts'
import { between, fraction } from '../seeded.ts'
import { review } from './desk.ts'
import { mateOf, planned, type Planned, type Story, usual, visitId } from './story.ts'

/** Done, in one of the ways in which work is done, and looked at in the office. */
export async function worked(story: Story): Promise<void> {
  const { order, album, office, say } = story
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
        helps: true,
        leaves: true,
        minutes: performance.minutes - 12,
        note: '',
      })
      await perform(story, album, performance)
      break
    case 'mate_still_there':
      await perform(story, album, {
        ...performance,
        name: `${order.name}/mate`,
        who: mateOf(order.who),
        helps: true,
        until: 'on_site',
        note: 'Stays for the clean-up.',
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

function withApprentice({ who, name }: DemoOrder): Partial<Performance> {
  return (who.key === 'luis' || who.key === 'marcus') && fraction(`${name}/apprentice`) < 0.4
    ? { apprentice: technicianNamed('eli') }
    : {}
}

/** The phone was lost; the paper sheet says what happened. */
async function onBehalf({ order, office, say, now }: Story, { visit, start }: Planned): Promise<void> {
  const at = earlier(addMinutes(start, 240), now)
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
    say(at, 'finish', {
      ...fact,
      at: left,
      outcome: 'done',
      returnReason: null,
      note: order.scene.done,
      missing: [],
      evidence: [],
    }),
  )
}

/** Begun and not ended: what has happened by now. */
export async function underWay(story: Story): Promise<void> {
  const { order, album, now } = story
  const plan = await planned(story, true)
  const usually = usual(story, plan)
  const onSite = minutesBetween(addMinutes(usually.depart, usually.drive), now)
  const until = order.now ?? 'on_site'
  const minutes = until === 'paused' ? Math.max(10, onSite - 3) : usually.minutes
  await perform(story, album, { ...usually, ...withApprentice(order), until, minutes, by: now })
}

/** Arrived, and nothing since: a phone that was left somewhere. */
export async function forgotten(story: Story): Promise<void> {
  const plan = await planned(story, true)
  await perform(story, story.album, { ...usual(story, plan), until: 'on_site' })
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
    ...(order.fate === 'waits_for_parts' && again.reason === 'parts'
      ? { toOrder: again.parts.filter(([sku]) => !sku.startsWith('FE-')) }
      : {}),
  })
  return plan
}

/** The part has to come first; most of the time somebody ordered it the same day. */
export async function waitsForParts(story: Story): Promise<void> {
  const { order, office, say, now } = story
  const first = await firstOfTwo(story)
  if (fraction(`${order.name}/ordered`) > 0.7) return
  const at = earlier(addMinutes(first.start, between(`${order.name}/order`, 200, 330)), now)
  const expected = nextWorkday(localDate(now, company.zone), between(`${order.name}/expected`, 1, 4))
  for (const part of neededParts(await story.work())) {
    await office('dispatch', at, say(at, 'mark_part_ordered', { part: part.id, expected, note: 'Harbor Supply' }))
  }
}

/** Two working days later, with the part; the next working day where that would be today. */
export async function returned(story: Story): Promise<void> {
  const { order, album, now } = story
  const first = await firstOfTwo(story)
  const { again } = order.scene
  const { zone } = order.site
  const second = nextWorkday(localDate(first.start, zone), 2)
  const today = localDate(now, zone)
  const start = instantAt(second === today ? nextWorkday(today) : second, '15:45', zone)
  const at = earlier(
    officeMinutesBefore(addMinutes(first.start, 24 * 60), between(`${order.name}/again`, 30, 300)),
    now,
  )
  const plan = await planned(story, true, {
    visit: visitId(order, 2),
    start,
    at: later(at, addMinutes(first.start, 170)),
    crew: [order.who],
  })
  if (start > now || !again) return
  await perform(story, album, { ...usual(story, plan), note: '', done: again.done, parts: again.parts })
  await review(story)
}

export async function noAccess(story: Story): Promise<void> {
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
  const at = earlier(addMinutes(plan.start, 150), now)
  const start = instantAt(nextWorkday(localDate(now, company.zone)), '09:00', order.site.zone)
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
