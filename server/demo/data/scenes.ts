import type { FindingSeverity } from '#core/work-orders/words.ts'
import type { PictureKey } from '../pictures/keys.ts'
import type { SiteKind } from './customers.ts'
import { electricalScenes } from './scenes-electrical.ts'
import { heatingScenes } from './scenes-heating.ts'
import { plumbingScenes } from './scenes-plumbing.ts'

/** One kind of visit as it happens: what was asked, what was found, what was done. Places and people vary around it. */
export type Scene = {
  key: string
  /** Where it happens. */
  at: SiteKind[]
  jobType: string
  title: string
  /** What the customer said, as the dispatcher typed it. */
  asked: string
  /** What the technician wrote for the crew and the office. */
  found: string
  /** What the customer reads and signs. */
  done: string
  minutes: [number, number]
  parts: [sku: string, quantity: number][]
  before: PictureKey
  after: PictureKey
  /** What else was wrong with the equipment. */
  finding?: { severity: FindingSeverity; text: string; recommendation: string }
  /** When it cannot be ended on the first visit: why, and with what the second ends it. */
  again?: {
    reason: 'parts' | 'time' | 'second_trade' | 'access' | 'approval'
    note: string
    parts: [sku: string, quantity: number][]
    done: string
  }
}

export const scenes: Scene[] = [...heatingScenes, ...plumbingScenes, ...electricalScenes]
