import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { addDays, formatMinutes, localDate } from '#core/kit/time.ts'
import type { BoardVisit } from '#core/scheduling/board-api.ts'
import { VisitBadge } from '#ui/StatusBadge.tsx'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { Action } from '../../work-orders/Action.tsx'
import type { Step } from '../changes.ts'
import type { Desk } from '../desk.ts'
import type { Judge } from '../menu/judged.ts'
import { whyNone, whyNotChange, whyNotDispatch, whyNotRecall } from '../menu/reasons.ts'
import { dayStep, dispatchStep, nameOf, recallStep, unplanStep } from '../menu/steps.ts'
import styles from './Inspector.module.css'
import { Panel } from './Panel.tsx'

type Props = {
  visits: readonly BoardVisit[]
  judge: Judge
  desk: Desk
  onChoose: (visit: BoardVisit) => void
  onClose: () => void
}

/** Several visits: what they take together, and what can be done with all of them at once. */
export function VisitsPanel({ visits, judge, desk, onChoose, onClose }: Props) {
  const minutes = visits.reduce((sum, visit) => sum + visit.minutes, 0)
  const act = (step: Step | null) => (step ? void desk.doStep(step) : undefined)
  const counts = (whyNot: (visit: BoardVisit) => string | null) => {
    const able = visits.filter((visit) => whyNot(visit) === null).length
    return able === visits.length || able === 0 ? '' : ` ${able}`
  }
  return (
    <Panel
      label="Chosen visits"
      onClose={onClose}
      title={
        <>
          <span className="faint">{formatMinutes(minutes)} together</span>
          <h2>{visits.length} visits</h2>
        </>
      }
    >
      <div className={styles.acts}>
        <Action reason={whyNone(visits, whyNotDispatch)} variant="filled" onPress={() => act(dispatchStep(visits))}>
          Dispatch{counts(whyNotDispatch)}
        </Action>
        <Action reason={whyNone(visits, whyNotRecall)} onPress={() => act(recallStep(visits))}>
          Recall{counts(whyNotRecall)}
        </Action>
        <Action reason={whyNone(visits, whyNotChange)} onPress={() => act(unplanStep(visits))}>
          Unplan{counts(whyNotChange)}
        </Action>
      </div>
      <MoveToDay visits={visits} judge={judge} onMove={act} />
      <ul className={styles.several}>
        {visits.map((visit) => (
          <li key={visit.id}>
            <Button variant="subtle" color="gray" justify="start" fullWidth h="auto" onClick={() => onChoose(visit)}>
              <span className={styles.one}>
                <b>{nameOf(visit)}</b>
                <span>{visit.title}</span>
                <span className={styles.badges}>
                  <VisitBadge status={visit.status} look="plain" />
                  <ShortTime at={visit.start} zone={visit.zone} />
                </span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

type MoveProps = Pick<Props, 'visits' | 'judge'> & { onMove: (step: Step | null) => void }

/** All to one day, each at its time. */
function MoveToDay({ visits, judge, onMove }: MoveProps) {
  const { zone, at } = judge.board
  const [date, setDate] = useState(() => addDays(localDate(visits[0]?.start ?? at, zone), 1))
  const step = date ? dayStep(judge, visits, date) : null
  return (
    <form
      className={styles.toDay}
      onSubmit={(event) => {
        event.preventDefault()
        onMove(step)
      }}
    >
      <TextInput
        type="date"
        size="xs"
        label="Move to a day"
        value={date}
        onChange={(event) => setDate(event.currentTarget.value)}
      />
      <Action
        reason={whyNone(visits, whyNotChange) ?? (step ? null : 'All of them are on this day.')}
        size="xs"
        onPress={() => onMove(step)}
      >
        Move
      </Action>
    </form>
  )
}
