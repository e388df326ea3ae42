import { memo } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { addMinutes, formatSpan } from '#core/kit/time.ts'
import type { BoardSite, BoardVisit } from '#core/scheduling/board-api.ts'
import { priorityWords, visitMarks } from '#ui/status.ts'
import styles from './Board.module.css'
import { CardMark, type MarkName } from './Marks.tsx'

type Props = {
  visit: BoardVisit
  row: string
  site: BoardSite | undefined
  left: number
  top: number
  width: number
  height: number
  /** The zone and the language the board is read in. */
  zone: string
  locale: string
  /** What is wrong with where it stands, in words. */
  problems: readonly string[]
  /** How it runs behind its plan, in words; null: it does not. */
  behind: string | null
  chosen: boolean
  carried: boolean
  /** The one of the board the keyboard comes to. */
  inTabOrder: boolean
  onPress: CardPress
}

/** `more`: with what is chosen already. */
export type CardPress = (visit: Id, row: string, more: boolean) => void

/** Below these there is only room for one mark, for one beside the words, and for one at each end of them. */
const tinyWidth = 46
const crowdedWidth = 76
const narrowWidth = 116

/** A visit where it stands. All of it is said to a screen reader; how much is seen depends on the room there is. */
export const VisitCard = memo(function VisitCard(props: Props) {
  const { visit, row, site, left, top, width, height, chosen, carried, inTabOrder, problems, behind } = props
  const tiny = width < tinyWidth
  // Where there is room for one mark only, what is wrong comes before how it stands, and that before who comes along.
  const wrong = behind !== null || problems.length > 0
  const marks: MarkName[] = [
    ...(behind ? ['late' as const] : []),
    ...(problems.length > 0 ? ['problem' as const] : []),
    ...(visit.unsent ? ['unsent' as const] : []),
    ...(visit.crew.length > 1 ? ['crew' as const] : []),
  ]
  const shown = tiny && !wrong ? [] : marks.slice(0, width < narrowWidth ? 1 : undefined)
  const words = spoken(props)
  return (
    <button
      type="button"
      className={styles.card}
      style={{ left, top, width, height }}
      data-visit={visit.id}
      data-row={row}
      data-tone={visitMarks[visit.status].tone}
      data-done={visit.status === 'finished' || undefined}
      data-urgent={visit.priority === 'P1' || undefined}
      data-tiny={tiny || undefined}
      data-chosen={chosen || undefined}
      data-carried={carried || undefined}
      aria-pressed={chosen}
      tabIndex={inTabOrder ? 0 : -1}
      aria-label={words}
      onPointerEnter={(event) => {
        event.currentTarget.title = words
      }}
      onClick={(event) => props.onPress(visit.id, row, event.shiftKey || event.ctrlKey || event.metaKey)}
    >
      {tiny ? (
        wrong ? null : (
          <CardMark name={visit.status} />
        )
      ) : (
        <span className={styles.cardText} aria-hidden>
          {width < crowdedWidth && shown.length > 0 ? null : <CardMark name={visit.status} />}
          <b>{visit.title}</b>
          {height < 34 ? null : (
            <>
              <br />
              {site ? `${site.customer}, ${site.name}` : visit.reported}
            </>
          )}
        </span>
      )}
      {shown.map((name) => (
        <CardMark key={name} name={name} />
      ))}
      {visit.finishedAt || !resizable(visit) ? null : <span className={styles.end} data-end aria-hidden />}
    </button>
  )
})

/** Nobody has set out: its plan may still change as a whole. */
export function resizable({ status }: BoardVisit): boolean {
  return status === 'scheduled' || status === 'dispatched' || status === 'accepted'
}

function spoken({ visit, site, zone, locale, problems, behind }: Props): string {
  return [
    [visit.reference, visit.title].filter(Boolean).join(' '),
    [site?.customer, site?.name || visit.reported].filter(Boolean).join(', '),
    formatSpan(visit.start, addMinutes(visit.start, visit.minutes), zone, locale),
    visitMarks[visit.status].word,
    priorityWords[visit.priority],
    ...(behind ? [behind] : []),
    ...(visit.unsent ? ['something of it is still only on a phone'] : []),
    ...problems,
  ]
    .filter(Boolean)
    .join('. ')
}
