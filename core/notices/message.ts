import type { Id } from '../kit/ids.ts'
import { formatDateTime, type Instant, type Zone } from '../kit/time.ts'
import type { NoticeKind } from './changes.ts'

export const noticeTitles: Readonly<Record<NoticeKind, string>> = {
  new: 'New visit',
  moved: 'Visit moved',
  recalled: 'Visit recalled',
  cancelled: 'Visit cancelled',
}

export type NoticeOf = {
  kind: NoticeKind
  workOrder: Id
  visit: Id
  reference: string
  title: string
  siteName: string
  /** The site's. */
  zone: Zone
  start: Instant | null
  before: Instant | null
}

/** What a phone shows; `tag`: of one visit only the last word stands. */
export type NoticeMessage = { title: string; body: string; tag: string; path: string }

/** A notice in words, times by the clock of the site. */
export function noticeMessage(notice: NoticeOf, locale: string): NoticeMessage {
  const { kind, workOrder, visit, reference, zone } = notice
  const at = (instant: Instant | null) => (instant ? formatDateTime(instant, zone, locale) : 'no date yet')
  const when =
    kind === 'new' ? at(notice.start) : kind === 'moved' ? `Now ${at(notice.start)}` : `Was ${at(notice.before)}`
  const isThere = kind === 'new' || kind === 'moved'
  return {
    title: noticeTitles[kind],
    body: [when, [reference, notice.title].filter(Boolean).join(' '), notice.siteName].filter(Boolean).join('\n'),
    tag: visit,
    // What was taken away has no page on the phone any more: Today says what happened.
    path: isThere ? `/field/visit/${workOrder}/${visit}` : '/field/',
  }
}
