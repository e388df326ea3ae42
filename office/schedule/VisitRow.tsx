import { ActionIcon, Checkbox, Menu } from '@mantine/core'
import {
  IconArrowBackUp,
  IconBan,
  IconCalendarEvent,
  IconDeviceMobileCheck,
  IconDots,
  IconSend,
  IconUsers,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { addMinutes, formatSpan } from '#core/kit/time.ts'
import type { ScheduledVisit } from '#core/scheduling/api.ts'
import { PriorityBadge, VisitBadge } from '#ui/StatusBadge.tsx'
import { useMe } from '../kit/me.ts'
import { Action, MenuAction } from '../work-orders/Action.tsx'
import { sendCommand } from '../work-orders/command.ts'
import { isDispatched, whyNotDispatch, whyNotMove, whyNotRecall } from './dispatching.ts'
import type { Asked } from './ScheduleDialogs.tsx'
import styles from './SchedulePage.module.css'

type Props = {
  visit: ScheduledVisit
  chosen: boolean
  onChoose: (on: boolean) => void
  onAsk: (asked: Asked) => void
  showCrew: boolean
}

export function VisitRow({ visit, chosen, onChoose, onAsk, showCrew }: Props) {
  const { locale } = useMe().organization
  return (
    <li className={styles.visit} data-cancelled={visit.status === 'cancelled' || undefined}>
      <Checkbox
        aria-label={`Choose visit ${visit.number} of ${visit.workOrderNumber ?? visit.title}`}
        checked={chosen}
        disabled={visit.status === 'cancelled' || visit.status === 'finished'}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      <div className={styles.when}>
        <b>
          {visit.start
            ? formatSpan(visit.start, addMinutes(visit.start, visit.minutes), visit.zone, locale)
            : 'No time yet'}
        </b>
        {visit.window ? (
          <span>Promised {formatSpan(visit.window.from, visit.window.to, visit.zone, locale)}</span>
        ) : null}
      </div>
      <div className={styles.what}>
        <Link to="/work-orders/$id" params={{ id: visit.workOrder }} className={styles.title}>
          {visit.title}
        </Link>
        <span className={styles.detail}>
          <PriorityBadge priority={visit.priority} />{' '}
          {[visit.workOrderNumber, visit.number > 1 ? `visit ${visit.number}` : '', visit.customer]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span className={styles.detail}>{[visit.site, visit.address].filter(Boolean).join(', ')}</span>
        {showCrew || visit.crew.length > 1 ? (
          <span className={styles.detail}>{visit.crew.map((one) => one.name).join(', ') || 'Nobody assigned'}</span>
        ) : null}
      </div>
      <div className={styles.state}>
        <VisitBadge status={visit.status} />
        <OnPhones visit={visit} />
      </div>
      <RowActions visit={visit} onAsk={onAsk} />
    </li>
  )
}

/** Whether the crew's phones have this version of the visit, so that a recall is known to have arrived. */
function OnPhones({ visit }: { visit: ScheduledVisit }) {
  if (!isDispatched(visit) || visit.crew.length === 0) return null
  const seen = visit.crew.filter((one) => visit.seenBy.includes(one.id)).length
  return (
    <span className={styles.detail}>
      {seen === visit.crew.length ? (
        <>
          <IconDeviceMobileCheck
            size={14}
            stroke={1.75}
            style={{ display: 'inline', verticalAlign: '-2px' }}
            aria-hidden
          />{' '}
          on the phone
        </>
      ) : seen === 0 ? (
        'not on the phone yet'
      ) : (
        `on ${seen} of ${visit.crew.length} phones`
      )}
    </span>
  )
}

function RowActions({ visit, onAsk }: Pick<Props, 'visit' | 'onAsk'>) {
  const queries = useQueryClient()
  const me = useMe()
  const mayDispatch = me.actor.abilities.includes('dispatch')
  const notAllowed = mayDispatch ? null : 'Your role does not allow this.'
  const body = { visit: visit.id }
  const named = `${visit.workOrderNumber ?? visit.title}, visit ${visit.number}`
  const seen = visit.workOrderVersion
  const ask = (kind: Asked['kind']) => onAsk({ kind, workOrder: visit.workOrder, visit: visit.id })
  return (
    <div className={styles.rowActions}>
      {visit.status === 'scheduled' ? (
        <Action
          variant="light"
          reason={notAllowed ?? whyNotDispatch(visit)}
          leftSection={<IconSend size={15} stroke={1.75} aria-hidden />}
          onPress={() =>
            void sendCommand(
              queries,
              me,
              visit.workOrder,
              { type: 'dispatch_visit', body },
              { seen, done: `${named} dispatched`, undo: { type: 'recall_visit', body: { ...body, reason: '' } } },
            )
          }
        >
          Dispatch
        </Action>
      ) : null}
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={`More for ${named}`}>
            <IconDots size={16} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {isDispatched(visit) ? (
            <MenuAction
              icon={<IconArrowBackUp size={16} stroke={1.75} aria-hidden />}
              reason={notAllowed ?? whyNotRecall(visit)}
              onPress={() =>
                void sendCommand(
                  queries,
                  me,
                  visit.workOrder,
                  { type: 'recall_visit', body: { ...body, reason: '' } },
                  { seen, done: `${named} recalled`, undo: { type: 'dispatch_visit', body } },
                )
              }
            >
              Recall
            </MenuAction>
          ) : null}
          <MenuAction
            icon={<IconCalendarEvent size={16} stroke={1.75} aria-hidden />}
            reason={notAllowed ?? whyNotMove(visit)}
            onPress={() => ask('move')}
          >
            Move
          </MenuAction>
          <MenuAction
            icon={<IconUsers size={16} stroke={1.75} aria-hidden />}
            reason={
              notAllowed ?? (visit.status === 'finished' || visit.status === 'cancelled' ? whyNotMove(visit) : null)
            }
            onPress={() => ask('assign')}
          >
            Change the crew
          </MenuAction>
          <MenuAction
            danger
            icon={<IconBan size={16} stroke={1.75} aria-hidden />}
            reason={notAllowed ?? whyNotMove(visit)}
            onPress={() => ask('cancel')}
          >
            Cancel the visit
          </MenuAction>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
