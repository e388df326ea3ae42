import type { Id } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import type { Priority } from '#core/work-orders/words.ts'
import type { CastAsset, CastSite, CastTechnician } from '../cast.ts'
import type { DemoJobType } from '../data/job-types.ts'
import type { Scene } from '../data/scenes.ts'

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
  | 'forgotten'
  | 'cancelled'
  | 'held'
  | 'open'
  | 'waits_for_parts'
  | 'no_access'
  | 'planned'
  | 'next_day'
  | 'today_done'
  | 'today_now'
  | 'today_next'
  | 'made_on_phone'

/** How far a visit of today is that has begun and not ended. */
export type Under = 'accepted' | 'travelling' | 'on_site' | 'paused'

/** The first visit as its technician really goes through it. */
export type Trip = { depart: Instant; drive: number; minutes: number }

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
  /** For how long it is planned. */
  minutes: number
  trip: Trip | null
  who: CastTechnician
  now?: Under
}

export type Draft = Omit<DemoOrder, 'id' | 'number'>
