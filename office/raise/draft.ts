import { useEffect, useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import type { Zone } from '#core/kit/time.ts'
import { looksLikePhone } from '#core/search/text.ts'
import type { Priority, WorkOrderKind } from '#core/work-orders/words.ts'
import { newId } from '../kit/ask.ts'
import { now } from '../kit/clock.ts'
import { type Moment, momentOf, noMoment } from '../kit/moment.ts'

/** A customer or site that is new; its id is made once, so sending the form again makes nothing twice. */
export type NewCustomer = { id: Id; name: string; phone: string }
export type NewSite = { id: Id; name: string; line1: string; city: string; postcode: string }

export type Draft = {
  /** The work order's id, from the first keystroke: raising it twice is raising it once. */
  id: Id
  customer: Id | null
  site: Id | null
  newCustomer: NewCustomer | null
  newSite: NewSite | null
  assets: Id[]
  /** The finding it is to put right. */
  follows: { workOrder: Id; finding: Id } | null
  jobType: Id | null
  kind: WorkOrderKind
  priority: Priority
  title: string
  description: string
  /** Null: now, when it is raised. */
  requestedAt: Moment | null
  /** Null: by the priority. */
  targetAt: Moment | null
  contactId: Id | null
  contactName: string
  contactPhone: string
  reference: string
  purchaseOrder: string
  plan: {
    start: Moment
    minutes: number
    promised: boolean
    from: Moment
    to: Moment
    crew: Id[]
    lead: Id | null
    dispatch: boolean
    visit: Id
  } | null
}

/** What was typed to find a caller nobody knows yet: digits are their number, anything else their name. */
export function newCaller(typed: string): { name: string; phone: string } {
  return looksLikePhone(typed) ? { name: '', phone: typed } : { name: typed, phone: '' }
}

export function emptyDraft(): Draft {
  return {
    id: newId(),
    customer: null,
    site: null,
    newCustomer: null,
    newSite: null,
    assets: [],
    follows: null,
    jobType: null,
    kind: 'reactive',
    priority: 'P3',
    title: '',
    description: '',
    requestedAt: null,
    targetAt: null,
    contactId: null,
    contactName: '',
    contactPhone: '',
    reference: '',
    purchaseOrder: '',
    plan: null,
  }
}

export function emptyPlan(minutes: number, zone: Zone): NonNullable<Draft['plan']> {
  const today = momentOf(now(), zone)
  return {
    visit: newId(),
    start: { ...today, time: '' },
    minutes,
    promised: false,
    from: noMoment,
    to: noMoment,
    crew: [],
    lead: null,
    dispatch: false,
  }
}

const key = 'roundtrip.raise'

function kept(): Draft | null {
  const text = sessionStorage.getItem(key)
  if (text === null) return null
  try {
    return { ...emptyDraft(), ...(JSON.parse(text) as Partial<Draft>) }
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

export function forgetDraft(): void {
  sessionStorage.removeItem(key)
}

/** Coming from a customer or a site that the kept draft is not about begins anew. */
function beginWith(first: Draft | null, begin: Partial<Draft>): Draft {
  // What is raised for a finding is about that finding, whatever was begun before.
  if (begin.follows && begin.follows.finding !== first?.follows?.finding) return { ...emptyDraft(), ...begin }
  const same =
    first && (begin.customer ?? first.customer) === first.customer && (begin.site ?? first.site) === first.site
  return same ? first : { ...emptyDraft(), ...begin }
}

/** What is being typed survives a reload, a lost session and a wrong click, as long as the tab is there. */
export function useDraft(begin: Partial<Draft>): {
  draft: Draft
  set: (changes: Partial<Draft>) => void
  restart: () => void
  restored: boolean
} {
  const [first] = useState(kept)
  const [draft, setDraft] = useState<Draft>(() => beginWith(first, begin))
  useEffect(() => {
    sessionStorage.setItem(key, JSON.stringify(draft))
  }, [draft])
  return {
    draft,
    set: (changes) => setDraft((before) => ({ ...before, ...changes })),
    restart: () => setDraft(emptyDraft()),
    restored: first !== null && (first.title !== '' || first.customer !== null || first.newCustomer !== null),
  }
}
