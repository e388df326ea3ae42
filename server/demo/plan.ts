import type { Id } from '#core/kit/ids.ts'
import {
  addDays,
  addMinutes,
  dayOfWeek,
  type Instant,
  instantFrom,
  localDate,
  type LocalDate,
  type LocalTime,
  millisecondsOf,
  resolveLocal,
  type Zone,
} from '#core/kit/time.ts'
import type { Priority } from '#core/work-orders/words.ts'
import {
  type CastAsset,
  type CastSite,
  type CastTechnician,
  crew,
  jobTypeNamed,
  sites,
  technicianNamed,
} from './cast.ts'
import { company } from './data/company.ts'
import { type DemoJobType } from './data/job-types.ts'
import { type Scene, scenes } from './data/scenes.ts'
import { between, fraction, oneOf, seededId, shuffled } from './seeded.ts'

/** What becomes of a work order. Most are done and billed in their time; the others are what a month brings. */
export type Fate =
  | 'done'
  | 'returned'
  | 'two_technicians'
  | 'by_other'
  | 'cancelled_too_late'
  | 'hasty'
  | 'refused'
  | 'unattended'
  | 'not_billable'
  | 'on_behalf'
  | 'late_part'
  | 'mate_still_there'
  | 'cancelled'
  | 'held'
  | 'open'
  | 'waits_for_parts'
  | 'no_access'
  | 'planned'
  | 'today_done'
  | 'today_now'
  | 'today_next'
  | 'made_on_phone'

export type DemoOrder = {
  name: string
  id: Id
  number: number
  fate: Fate
  scene: Scene
  jobType: DemoJobType
  site: CastSite
  asset: CastAsset | undefined
  priority: Priority
  raisedAt: Instant
  /** When the first visit is planned to begin; null while nobody planned one. */
  start: Instant | null
  who: CastTechnician
  /** How far `today_now` is. */
  now?: 'accepted' | 'travelling' | 'on_site' | 'paused'
  /** Minutes on site at most, where the next visit of the day waits. */
  most?: number
}

export const firstNumber = 4801

type Slot = { date: LocalDate; who: CastTechnician; time: LocalTime; first: boolean }
type Draft = Omit<DemoOrder, 'id' | 'number'>

/** The month up to `now`, today around it, and the week after: a pure function of the moment the company was made. */
export function planOf(now: Instant, size: 'full' | 'small' = 'full'): DemoOrder[] {
  const counts = size === 'full' ? { all: 300, planned: 26 } : { all: 84, planned: 3 }
  const chosen = chooser()
  const ahead = [
    ...openOrders(now, chosen),
    ...todaysOrders(now, chosen),
    ...plannedOrders(now, counts.planned, chosen),
  ]
  return [...ahead, ...pastOrders(now, counts.all - ahead.length, chosen)]
    .sort((a, b) => (a.raisedAt < b.raisedAt ? -1 : a.raisedAt > b.raisedAt ? 1 : a.name < b.name ? -1 : 1))
    .map((draft, index) => ({
      ...draft,
      number: firstNumber + index,
      id: seededId(`work order/${draft.name}`, millisecondsOf(draft.raisedAt)),
    }))
}

export function instantAt(date: LocalDate, time: LocalTime, zone: Zone): Instant {
  const found = resolveLocal(date, time, zone)
  return found.kind === 'one' ? found.instant : found.kind === 'two' ? found.first : found.after
}

const times: LocalTime[] = ['08:15', '10:45', '13:15']
/** Elevators break less often than their technicians would like. */
const slotsADay: Record<string, number> = { ingrid: 2, owen: 1 }

function pastSlots(today: LocalDate): Slot[] {
  const slots: Slot[] = []
  for (let back = 29; back >= 1; back--) {
    const date = addDays(today, -back)
    const weekend = dayOfWeek(date) > 5
    for (const who of crew.filter((one) => one.device !== null)) {
      if (weekend && fraction(`weekend/${date}/${who.key}`) > 0.12) continue
      const many = weekend ? 1 : (slotsADay[who.key] ?? 3)
      times.slice(0, many).forEach((time, index) => slots.push({ date, who, time, first: index === 0 }))
    }
  }
  return slots
}

/** The fates of the month beside the plain ones; the rest is done. */
const special: Fate[] = [
  ...Array<Fate>(14).fill('returned'),
  ...Array<Fate>(11).fill('two_technicians'),
  ...Array<Fate>(7).fill('not_billable'),
  ...Array<Fate>(3).fill('on_behalf'),
  ...Array<Fate>(3).fill('unattended'),
  ...Array<Fate>(2).fill('late_part'),
  ...Array<Fate>(9).fill('cancelled'),
  ...Array<Fate>(3).fill('hasty'),
  'refused',
  'refused',
]
/** What only shows while it is fresh: it waits for somebody in the office. */
const fresh: Fate[] = [
  'by_other',
  'cancelled_too_late',
  'hasty',
  'refused',
  'unattended',
  'mate_still_there',
  'by_other',
  'waits_for_parts',
  'waits_for_parts',
  'no_access',
  'waits_for_parts',
  'no_access',
  ...Array<Fate>(14).fill('done'),
]

function pastOrders(now: Instant, count: number, chosen: Chosen): Draft[] {
  const today = localDate(now, company.zone)
  const slots = pastSlots(today)
  const recent = shuffled(
    'recent',
    slots.filter((slot) => slot.date >= addDays(today, -6) && slot.date < today),
  )
  const early = slots.filter((slot) => slot.date < addDays(today, -6))
  const some = count < 100 ? [...new Set(special)] : special
  const freshOnes = recent.slice(0, fresh.length).map((slot, index) => ({ slot, fate: fresh[index] ?? 'done' }))
  const other = [...shuffled('early', early), ...recent.slice(fresh.length)]
  const fated = shuffled('past', other).map((slot, index) => ({ slot, fate: some[index] ?? 'done' }))
  const taken = new Set<string>()
  const drafts: Draft[] = []
  for (const { slot, fate } of [...freshOnes, ...fated]) {
    if (drafts.length === count) break
    const name = `${slot.date}/${slot.who.key}/${slot.time}`
    if (taken.has(name)) continue
    const what = chosen(name, slot.who, {
      again: fate === 'returned' || fate === 'waits_for_parts',
      longest: slot.first ? 300 : 150,
    })
    if (what.scene.minutes[1] > 150) taken.add(`${slot.date}/${slot.who.key}/10:45`)
    const start = instantAt(slot.date, slot.time, what.site.zone)
    drafts.push({ name, fate, ...what, start, raisedAt: raisedBefore(name, start, what.jobType, today), who: slot.who })
  }
  return drafts
}

/** Breakdowns are raised the same morning or the afternoon before; what is due is planned a week ahead. */
function raisedBefore(name: string, start: Instant, { kind }: DemoJobType, today: LocalDate): Instant {
  const first = instantAt(addDays(today, -30), '07:20', company.zone)
  const ahead =
    kind === 'reactive'
      ? between(`${name}/raised`, 35, 190) + (fraction(`${name}/night`) < 0.45 ? 17 * 60 : 0)
      : between(`${name}/raised`, 2, 8) * 1440 + between(`${name}/hour`, -90, 240)
  const raised = addMinutes(start, -ahead)
  return raised > first ? raised : addMinutes(first, between(`${name}/first`, 0, 300))
}

function openOrders(now: Instant, chosen: Chosen): Draft[] {
  const waiting: [who: string, ago: number, fate: Fate][] = [
    ['rosie', 28, 'open'],
    ['luis', 55, 'open'],
    ['tara', 95, 'open'],
    ['dev', 150, 'open'],
    ['marcus', 20 * 60, 'open'],
    ['ingrid', 23 * 60, 'open'],
    ['luis', 27 * 60, 'open'],
    ['rosie', 46 * 60, 'open'],
    ['tara', 3 * 1440, 'held'],
    ['marcus', 5 * 1440, 'held'],
    ['dev', 8 * 1440, 'held'],
    ['luis', 12 * 1440, 'held'],
  ]
  return waiting.map(([key, ago, fate], index): Draft => {
    const name = `waiting/${index}`
    const who = technicianNamed(key)
    const what = chosen(name, who, { reactive: fate === 'open' && index < 4, longest: 300 })
    return { name, fate, ...what, start: null, raisedAt: addMinutes(now, -ago), who }
  })
}

const position: Record<string, DemoOrder['now'] | null> = {
  luis: 'on_site',
  tara: 'travelling',
  marcus: 'on_site',
  ingrid: 'paused',
  dev: 'on_site',
  rosie: 'accepted',
  owen: null,
}

/** Around the moment the company was made, so that somebody is always on the way. */
function todaysOrders(now: Instant, chosen: Chosen): Draft[] {
  const drafts: Draft[] = []
  for (const who of crew.filter((one) => one.device !== null)) {
    const add = (part: string, fate: Fate, minutes: number, more: Partial<Draft> = {}) => {
      const name = `today/${who.key}/${part}`
      const what = chosen(name, who, { longest: 120 })
      const start = quarter(addMinutes(now, minutes))
      const ahead =
        what.jobType.kind === 'reactive' ? between(`${name}/raised`, 50, 240) : between(`${name}/raised`, 3, 8) * 1440
      const raisedAt = addMinutes(start, -ahead)
      drafts.push({
        name,
        fate,
        ...what,
        start,
        raisedAt: raisedAt > addMinutes(now, -4) ? addMinutes(now, -between(`${name}/late`, 20, 300)) : raisedAt,
        who,
        ...more,
      })
    }
    const at = position[who.key]
    // Whoever starts the demo before breakfast finds a short morning, not a night of work.
    const sinceSix = Math.round(
      (millisecondsOf(now) - millisecondsOf(instantAt(localDate(now, who.zone), '06:00', who.zone))) / 60_000,
    )
    const back = Math.max(130, Math.min(215, sinceSix))
    if (who.key !== 'rosie') add('first', 'today_done', at === null ? -120 : -back, { most: Math.max(30, back - 105) })
    if ((who.key === 'luis' || who.key === 'dev') && sinceSix > 330) add('early', 'today_done', -345, { most: 75 })
    if (at)
      add('now', 'today_now', at === 'travelling' ? 15 : at === 'accepted' ? 35 : -between(`${who.key}/now`, 25, 50), {
        now: at,
      })
    add('next', 'today_next', at === 'accepted' ? 180 : between(`${who.key}/next`, 75, 120))
    if (who.key !== 'owen') add('last', 'today_next', between(`${who.key}/last`, 210, 270))
  }
  const name = 'today/phone'
  const who = technicianNamed('marcus')
  drafts.push({
    name,
    fate: 'made_on_phone',
    ...chosen(name, who, { only: 'leak-joint', longest: 200 }),
    start: null,
    raisedAt: instantAt(lastWorkday(now), '15:20', who.zone),
    who,
  })
  return drafts
}

function lastWorkday(now: Instant): LocalDate {
  let date = addDays(localDate(now, company.zone), -1)
  while (dayOfWeek(date) > 5) date = addDays(date, -1)
  return date
}

function quarter(at: Instant): Instant {
  return instantFrom(Math.round(millisecondsOf(at) / 900_000) * 900_000)
}

function plannedOrders(now: Instant, count: number, chosen: Chosen): Draft[] {
  const today = localDate(now, company.zone)
  const slots: Slot[] = []
  for (let ahead = 1; ahead <= 8; ahead++) {
    const date = addDays(today, ahead)
    if (dayOfWeek(date) > 5) continue
    for (const who of crew.filter((one) => one.device !== null))
      times.forEach((time, index) => slots.push({ date, who, time, first: index === 0 }))
  }
  return shuffled('planned', slots)
    .slice(0, count)
    .map((slot): Draft => {
      const name = `planned/${slot.date}/${slot.who.key}/${slot.time}`
      const what = chosen(name, slot.who, { longest: slot.first ? 300 : 150, planned: true })
      const raisedAt = addMinutes(now, -between(`${name}/raised`, 90, 9 * 1440))
      return {
        name,
        fate: 'planned',
        ...what,
        start: instantAt(slot.date, slot.time, what.site.zone),
        raisedAt,
        who: slot.who,
      }
    })
}

type Wish = { again?: boolean; longest: number; reactive?: boolean; planned?: boolean; only?: string }
type Chosen = (
  name: string,
  who: CastTechnician,
  wish: Wish,
) => Pick<DemoOrder, 'scene' | 'jobType' | 'site' | 'asset' | 'priority'>

/** Something for this technician at a place of their region, not the same at the same place twice. */
function chooser(): Chosen {
  const used = new Set<string>()
  const times = new Map<string, number>()
  return (name, who, wish) => {
    const fitting = scenes.filter((scene) => {
      const jobType = jobTypeNamed(scene.jobType)
      if (wish.only) return scene.key === wish.only
      if (!who.trades.includes(jobType.trade) || scene.minutes[1] > wish.longest) return false
      if (wish.again && !scene.again) return false
      if (wish.reactive && jobType.kind !== 'reactive') return false
      return !wish.planned || (jobType.priority !== 'P1' && jobType.priority !== 'P2')
    })
    const pairs = fitting.flatMap((scene) => placesFor(scene, who).map((site) => ({ scene, site })))
    const free = pairs.filter(({ scene, site }) => !used.has(`${scene.key}/${site.id}`))
    const open = [...new Set((free.length > 0 ? free : pairs).map((pair) => pair.scene))]
    const least = Math.min(...open.map((one) => times.get(one.key) ?? 0))
    const scene = pick(
      `${name}/scene`,
      open.filter((one) => (times.get(one.key) ?? 0) <= least + 1),
    )
    times.set(scene.key, (times.get(scene.key) ?? 0) + 1)
    const { site } = pick(
      `${name}/site`,
      (free.length > 0 ? free : pairs).filter((pair) => pair.scene === scene),
    )
    used.add(`${scene.key}/${site.id}`)
    const jobType = jobTypeNamed(scene.jobType)
    const assets = site.assets.filter((asset) => jobType.assets.includes(asset.kind))
    const asset = assets.length > 0 ? pick(`${name}/asset`, assets) : undefined
    return { scene, jobType, site, asset, priority: wish.planned ? jobType.priority : priorityOf(name, jobType) }
  }
}

function placesFor(scene: Scene, who: CastTechnician): CastSite[] {
  const { trade } = jobTypeNamed(scene.jobType)
  const isHome = (site: CastSite) => trade === 'elevators' || site.zone === who.zone
  const places = sites.filter((site) => scene.at.includes(site.kind))
  const near = places.filter(isHome)
  return near.length > 0 ? near : places
}

function pick<T>(name: string, from: readonly T[]): T {
  const [first, ...rest] = from
  if (first === undefined) throw new Error(`nothing fits ${name}`)
  return oneOf(name, [first, ...rest])
}

function priorityOf(name: string, { priority, kind }: DemoJobType): Priority {
  if (kind !== 'reactive' || fraction(`${name}/priority`) > 0.25) return priority
  return priority === 'P2' ? 'P1' : priority === 'P3' ? 'P2' : priority === 'P4' ? 'P3' : priority
}
