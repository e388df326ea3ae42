import { IconAlertTriangle, IconClockExclamation, IconDeviceMobile, IconUsers } from '@tabler/icons-react'
import { memo } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { addMinutes, formatMinutes, formatSpan } from '#core/kit/time.ts'
import type { BoardSite, BoardVisit } from '#core/scheduling/board-api.ts'
import { priorityWords, visitMarks } from '#ui/status.ts'
import styles from './Board.module.css'

export type CardLook = {
  left: number
  top: number
  width: number
  height: number
}

type Props = {
  visit: BoardVisit
  row: string
  site: BoardSite | undefined
  look: CardLook
  /** The zone and the language the board is read in. */
  zone: string
  locale: string
  /** What is wrong with where it stands, in words. */
  problems: readonly string[]
  /** Minutes it begins later than planned, as far as is known; 0: in time. */
  late: number
  chosen: boolean
  carried: boolean
  /** The one of the board the keyboard comes to. */
  inTabOrder: boolean
  onPress: CardPress
}

/** `more`: with what is chosen already. */
export type CardPress = (visit: Id, row: string, more: boolean) => void

/** Below these there is only room for one mark, and for a mark beside the words. */
const tinyWidth = 46
const narrowWidth = 116

const markLook = { size: 13, stroke: 2 }

/** A visit where it stands. All of it is said to a screen reader; how much is seen depends on the room there is. */
export const VisitCard = memo(function VisitCard(props: Props) {
  const { visit, row, site, look, chosen, carried, inTabOrder, problems, late } = props
  const mark = visitMarks[visit.status]
  const Icon = mark.icon
  const tiny = look.width < tinyWidth
  // Where there is room for one mark only, what is wrong comes before how it stands, and that before who comes along.
  const wrong = late > 0 || problems.length > 0
  const marks = [
    ...(late > 0 ? [<IconClockExclamation key="late" className={styles.warn} {...markLook} />] : []),
    ...(problems.length > 0 ? [<IconAlertTriangle key="problems" className={styles.warn} {...markLook} />] : []),
    ...(visit.unsent ? [<IconDeviceMobile key="unsent" {...markLook} />] : []),
    ...(visit.crew.length > 1 ? [<IconUsers key="crew" {...markLook} />] : []),
  ]
  return (
    <button
      type="button"
      className={styles.card}
      style={{ left: look.left, top: look.top, width: look.width, height: look.height }}
      data-visit={visit.id}
      data-row={row}
      data-tone={mark.tone}
      data-done={visit.status === 'finished' || undefined}
      data-urgent={visit.priority === 'P1' || undefined}
      data-tiny={tiny || undefined}
      data-chosen={chosen || undefined}
      data-carried={carried || undefined}
      aria-pressed={chosen}
      tabIndex={inTabOrder ? 0 : -1}
      aria-label={spoken(props)}
      title={spoken(props)}
      onClick={(event) => props.onPress(visit.id, row, event.shiftKey || event.ctrlKey || event.metaKey)}
    >
      <span className={styles.cardHead} aria-hidden>
        {tiny && wrong ? null : <Icon {...markLook} />}
        {tiny ? null : <b>{visit.title}</b>}
        {tiny && !wrong ? null : marks.slice(0, look.width < narrowWidth ? 1 : undefined)}
      </span>
      {tiny || look.height < 34 ? null : (
        <span className={styles.cardBody} aria-hidden>
          {site ? `${site.customer}, ${site.name}` : visit.reported}
        </span>
      )}
      {visit.finishedAt || !resizable(visit) ? null : <span className={styles.end} data-end aria-hidden />}
    </button>
  )
})

/** Nobody has set out: its plan may still change as a whole. */
export function resizable({ status }: BoardVisit): boolean {
  return status === 'scheduled' || status === 'dispatched' || status === 'accepted'
}

function spoken({ visit, site, zone, locale, problems, late }: Props): string {
  return [
    [visit.reference, visit.title].filter(Boolean).join(' '),
    [site?.customer, site?.name || visit.reported].filter(Boolean).join(', '),
    formatSpan(visit.start, addMinutes(visit.start, visit.minutes), zone, locale),
    visitMarks[visit.status].word,
    priorityWords[visit.priority],
    ...(late > 0 ? [`${formatMinutes(late)} late`] : []),
    ...(visit.unsent ? ['something of it is still only on a phone'] : []),
    ...problems,
  ]
    .filter(Boolean)
    .join('. ')
}
