import { ActionIcon, Menu } from '@mantine/core'
import { IconArrowBackUp, IconDeviceMobile, IconDots, IconSend } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { addMinutes, formatMinutes, formatSpan, type LocalDate } from '#core/kit/time.ts'
import type { BoardVisit } from '#core/scheduling/board-api.ts'
import { PriorityBadge, VisitBadge } from '#ui/StatusBadge.tsx'
import { useMe } from '../../kit/me.ts'
import layout from '../../kit/layout.module.css'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { Action } from '../../work-orders/Action.tsx'
import { behind } from '../lateness.ts'
import type { Step } from '../changes.ts'
import type { Desk } from '../desk.ts'
import { DueOf } from '../DueWord.tsx'
import type { Judge } from '../menu/judged.ts'
import { Problems } from '../menu/Problems.tsx'
import { isDispatched, whyNotChange, whyNotDispatch, whyNotRecall } from '../menu/reasons.ts'
import { dispatchStep, nameOf, type Placeable, recallStep } from '../menu/steps.ts'
import { type DialogKind, VisitItems } from '../menu/VisitItems.tsx'
import { CrewPart } from './CrewPart.tsx'
import styles from './Inspector.module.css'
import { Fact, Panel } from './Panel.tsx'
import { SitePart } from './SitePart.tsx'
import { Suggestions } from './Suggestions.tsx'

type Props = {
  visit: BoardVisit
  /** What the cards say is wrong, by visit and row. */
  problems: ReadonlyMap<string, readonly string[]>
  judge: Judge
  desk: Desk
  now: string
  onDialog: (kind: DialogKind) => void
  onPlan: (step: Step) => void
  onDay: (date: LocalDate) => void
  onSeek: (work: Placeable | null) => void
  onClose: () => void
}

/** All about one visit, and all that can be done with it. */
export function VisitPanel(props: Props) {
  const { visit, problems, judge, desk, now, onDialog, onClose } = props
  const site = judge.board.sites.find(({ id }) => id === visit.site)
  const wrong = [...new Set(visit.crew.flatMap((one) => problems.get(`${visit.id} ${one}`) ?? []))]
  return (
    <Panel
      label={`Visit of ${nameOf(visit)}`}
      onClose={onClose}
      acts={
        <Menu position="bottom-end" width={250}>
          <Menu.Target>
            <ActionIcon size={28} variant="subtle" color="gray" aria-label="What can be done">
              <IconDots size={16} stroke={1.75} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <VisitItems visit={visit} judge={judge} desk={desk} onDialog={onDialog} />
          </Menu.Dropdown>
        </Menu>
      }
      title={
        <>
          <Link to="/work-orders/$id" params={{ id: visit.workOrder }}>
            {visit.reference || 'Work order'}
          </Link>
          <h2>{visit.title}</h2>
        </>
      }
    >
      <div className={styles.badges}>
        <VisitBadge status={visit.status} />
        <PriorityBadge priority={visit.priority} withWord />
        {visit.due ? <DueOf due={visit.due} zone={visit.zone} now={now} /> : null}
      </div>
      {visit.unsent ? (
        <p className={styles.unsent}>
          <IconDeviceMobile size={15} stroke={1.75} aria-hidden />
          Something of it is still only on a phone.
        </p>
      ) : null}
      <Problems words={wrong} />
      <Sending visit={visit} desk={desk} />
      <dl className={styles.facts}>
        <Times visit={visit} now={now} />
        <SitePart site={site} reported={visit.reported} />
      </dl>
      <CrewPart visit={visit} judge={judge} desk={desk} onAdd={() => onDialog('add')} />
      <Better {...props} />
    </Panel>
  )
}

function Sending({ visit, desk }: Pick<Props, 'visit' | 'desk'>) {
  const [step, reason, word, Icon] = isDispatched(visit)
    ? ([recallStep([visit]), whyNotRecall(visit), 'Recall', IconArrowBackUp] as const)
    : ([dispatchStep([visit]), whyNotDispatch(visit), 'Dispatch', IconSend] as const)
  return (
    <div className={styles.acts}>
      <Action
        reason={reason}
        variant={word === 'Dispatch' ? 'filled' : 'default'}
        leftSection={<Icon size={15} stroke={1.75} aria-hidden />}
        onPress={() => (step ? void desk.doStep(step) : undefined)}
      >
        {word}
      </Action>
    </div>
  )
}

/** Planned and as it came, on the site's clock. */
function Times({ visit, now }: Pick<Props, 'visit' | 'now'>) {
  const { locale } = useMe().organization
  const { zone, start, minutes, window, setOutAt, arrivedAt, finishedAt } = visit
  const lag = behind(visit, now)
  return (
    <>
      <Fact name="Planned">
        <ShortTime at={start} zone={zone} day />, {formatSpan(start, addMinutes(start, minutes), zone, locale)}
        <span className={styles.whole}>, {formatMinutes(minutes)}</span>
        {lag ? <span className={layout.warn}>, {lag}</span> : null}
      </Fact>
      <Fact name="Window">
        {window ? formatSpan(window.from, window.to, zone, locale) : <span className="faint">None promised</span>}
      </Fact>
      {setOutAt ? (
        <Fact name="Set out">
          <ShortTime at={setOutAt} zone={zone} />
        </Fact>
      ) : null}
      {arrivedAt ? (
        <Fact name="Arrived">
          <ShortTime at={arrivedAt} zone={zone} />
        </Fact>
      ) : null}
      {finishedAt ? (
        <Fact name="Finished">
          <ShortTime at={finishedAt} zone={zone} />
        </Fact>
      ) : null}
    </>
  )
}

/** Looks for a better place only when it is asked to. */
function Better({ visit, judge, onPlan, onDay, onSeek }: Props) {
  const [open, setOpen] = useState(false)
  if (whyNotChange(visit)) return null
  return (
    <details className={styles.others} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Look for a better place</summary>
      {open ? <Suggestions work={visit} judge={judge} onPlan={onPlan} onDay={onDay} onSeek={onSeek} /> : null}
    </details>
  )
}
