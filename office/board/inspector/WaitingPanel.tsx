import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { formatMinutes, type LocalDate } from '#core/kit/time.ts'
import type { TrayItem } from '#core/scheduling/board-api.ts'
import { PriorityBadge } from '#ui/StatusBadge.tsx'
import type { Step } from '../changes.ts'
import type { Desk } from '../desk.ts'
import { DueWord } from '../DueWord.tsx'
import type { Judge } from '../menu/judged.ts'
import type { Placeable } from '../menu/steps.ts'
import { DeclineDialog } from './DeclineDialog.tsx'
import styles from './Inspector.module.css'
import { Fact, Panel } from './Panel.tsx'
import { SitePart } from './SitePart.tsx'
import { Suggestions } from './Suggestions.tsx'

type Props = {
  item: TrayItem
  judge: Judge
  desk: Desk
  now: string
  onPlan: (step: Step) => void
  onDay: (date: LocalDate) => void
  onSeek: (work: Placeable | null) => void
  onClose: () => void
}

/** Work that waits, and where it would stand best. */
export function WaitingPanel({ item, judge, desk, now, onPlan, onDay, onSeek, onClose }: Props) {
  const [declining, setDeclining] = useState(false)
  const site = judge.board.sites.find(({ id }) => id === item.site)
  const skills = item.skills.map(judge.names.skill)
  return (
    <Panel
      label={`${item.title}, waiting`}
      onClose={onClose}
      title={
        <>
          {item.kindOf === 'proposed' ? (
            <span className="faint">{item.source || 'Proposed'}</span>
          ) : (
            <Link to="/work-orders/$id" params={{ id: item.workOrder }}>
              {item.reference || 'Work order'}
            </Link>
          )}
          <h2>{item.title}</h2>
        </>
      }
    >
      <div className={styles.badges}>
        <PriorityBadge priority={item.priority} withWord />
        <DueWord item={item} now={now} />
      </div>
      <dl className={styles.facts}>
        <Fact name="Takes">
          {formatMinutes(item.minutes)}
          {item.crewSize > 1 ? `, ${item.crewSize} technicians` : ''}
        </Fact>
        {skills.length > 0 ? <Fact name="Needs">{skills.join(', ')}</Fact> : null}
        <SitePart site={site} reported={item.kindOf === 'proposed' ? '' : item.reported} />
      </dl>
      <Suggestions work={item} judge={judge} onPlan={onPlan} onDay={onDay} onSeek={onSeek} />
      {item.kindOf === 'proposed' ? (
        <Button variant="default" size="xs" onClick={() => setDeclining(true)}>
          Decline
        </Button>
      ) : null}
      {declining && item.kindOf === 'proposed' ? (
        <DeclineDialog item={item} desk={desk} onClose={() => setDeclining(false)} />
      ) : null}
    </Panel>
  )
}
