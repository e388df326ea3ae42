import { ActionIcon, Menu } from '@mantine/core'
import {
  IconArrowBackUp,
  IconBan,
  IconCalendarEvent,
  IconCircleCheck,
  IconDots,
  IconSend,
  IconUsers,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addMinutes, formatMinutes, formatSpan } from '#core/kit/time.ts'
import { peopleApi } from '#core/people/api.ts'
import { heading } from '#core/work-orders/labels.ts'
import type { Visit } from '#core/work-orders/document.ts'
import { everybodyOn, shownFinish, workState } from '#core/work-orders/visits.ts'
import { Panel } from '#ui/office/Page.tsx'
import { ask } from '../../kit/ask.ts'
import { useMay } from '../../kit/me.ts'
import { Person } from '../../kit/Person.tsx'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { Action, MenuAction } from '../Action.tsx'
import { AssignDialog } from '../dialogs/AssignDialog.tsx'
import { FinishDialog } from '../dialogs/FinishDialog.tsx'
import { MoveDialog } from '../dialogs/MoveDialog.tsx'
import { ReasonDialog } from '../dialogs/ReasonDialog.tsx'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'
import { SignOffLine } from './SignOffLine.tsx'
import { VisitMark } from './VisitMark.tsx'

export function VisitsPanel() {
  const { page } = useOrder()
  const visits = [...page.work.visits].sort((a, b) => b.number - a.number)
  return (
    <Panel title="Visits and crew" count={visits.length} flush id="visits">
      {visits.length === 0 ? (
        <p className={`${layout.pad} ${layout.empty}`}>
          No visit is planned. Plan one above: a time, a crew, and it can be dispatched.
        </p>
      ) : (
        visits.map((visit) => <VisitRecord key={visit.id} visit={visit} />)
      )}
    </Panel>
  )
}

function VisitRecord({ visit }: { visit: Visit }) {
  const { page, zone, locale } = useOrder()
  const { plan } = visit
  const finish = shownFinish(visit)
  const evidence = page.evidenceByVisit[visit.id]
  return (
    <section className={styles.visit} aria-label={`Visit ${visit.number}`}>
      <div className={styles.visitHead}>
        <h3>Visit {visit.number}</h3>
        <VisitMark visit={visit} />
        <VisitActions visit={visit} />
      </div>
      <dl className={styles.visitFacts}>
        <div>
          <dt>Planned</dt>
          <dd>
            {plan.start ? (
              <>
                <ShortTime at={plan.start} zone={zone} day />,{' '}
                {formatSpan(plan.start, addMinutes(plan.start, plan.minutes), zone, locale)}
              </>
            ) : (
              <span className={layout.empty}>No time yet, {formatMinutes(plan.minutes)}</span>
            )}
          </dd>
        </div>
        {plan.window ? (
          <div>
            <dt>Promised</dt>
            <dd>
              <ShortTime at={plan.window.from} zone={zone} day />,{' '}
              {formatSpan(plan.window.from, plan.window.to, zone, locale)}
            </dd>
          </div>
        ) : null}
        {plan.state === 'cancelled' ? (
          <div>
            <dt>Cancelled because</dt>
            <dd>{plan.cancelReason || <span className={layout.empty}>No reason given</span>}</dd>
          </div>
        ) : null}
        {evidence && evidence.total > 0 ? (
          <div>
            <dt>Evidence</dt>
            <dd>
              {evidence.stored} of {evidence.total}
            </dd>
          </div>
        ) : null}
      </dl>
      <CrewLines visit={visit} />
      {finish?.note ? <p className={styles.quote}>{finish.note}</p> : null}
      {visit.signOffs.map((signOff) => (
        <SignOffLine key={signOff.id} visit={visit} signOff={signOff} />
      ))}
    </section>
  )
}

/** Who was planned and who was there are different things, and both are shown. */
function CrewLines({ visit }: { visit: Visit }) {
  const { page, zone, nameOf } = useOrder()
  const technicians = useQuery({ ...ask(peopleApi.listTechnicians, {}), enabled: useMay('people.read') }).data?.items
  const everybody = everybodyOn(page.work, visit)
  if (everybody.length === 0) return <p className={layout.empty}>Nobody is assigned.</p>
  return (
    <ul className={styles.people}>
      {everybody.map((technician) => {
        const last = visit.steps.findLast((step) => step.technician === technician)
        const state = workState(visit, technician)
        const marks = [
          visit.plan.lead === technician ? 'lead' : '',
          visit.plan.crew.includes(technician) ? '' : 'not planned',
        ].filter(Boolean)
        return (
          <li key={technician} className={styles.personLine}>
            <Person
              name={nameOf(technician)}
              colour={technicians?.find((one) => one.id === technician)?.colour}
              small
            />
            {marks.length > 0 ? <span className={layout.detail}>{marks.join(', ')}</span> : null}
            {last && state !== 'none' ? (
              <span className={layout.detail}>
                {heading(last.kind === 'finish' ? 'finished' : state)}, <ShortTime at={last.at} zone={zone} />
              </span>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}

type Open = 'move' | 'assign' | 'recall' | 'cancel' | 'finish' | 'close' | null

function VisitActions({ visit }: { visit: Visit }) {
  const { page, why, send } = useOrder()
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const id = { visit: visit.id }
  const { start, minutes, window, crew, lead, state } = visit.plan
  const needsReturn = page.returnNeeds.some((need) => need.visit === visit.id)
  const finishReason = why({
    type: 'finish',
    body: {
      ...id,
      technician: lead ?? crew[0] ?? page.work.id,
      at: page.work.raisedAt,
      outcome: 'done',
      returnReason: null,
      note: '',
      missing: [],
      evidence: [],
      behalf: { source: 'forgotten', reason: '-' },
    },
  })
  const over = shownFinish(visit) ? 'The visit is finished.' : state === 'cancelled' ? 'The visit is cancelled.' : null
  return (
    <div className={styles.actions}>
      {state === 'dispatched' ? (
        <Action
          reason={why({ type: 'recall_visit', body: { ...id, reason: '' } })}
          leftSection={<IconArrowBackUp size={15} stroke={1.75} aria-hidden />}
          onPress={() => setOpen('recall')}
        >
          Recall
        </Action>
      ) : state === 'cancelled' ? null : (
        <Action
          variant="light"
          reason={why({ type: 'dispatch_visit', body: id })}
          leftSection={<IconSend size={15} stroke={1.75} aria-hidden />}
          onPress={() =>
            void send(
              { type: 'dispatch_visit', body: id },
              { done: `Visit ${visit.number} dispatched`, undo: { type: 'recall_visit', body: { ...id, reason: '' } } },
            )
          }
        >
          Dispatch
        </Action>
      )}
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={`More for visit ${visit.number}`}>
            <IconDots size={16} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <MenuAction
            icon={<IconCalendarEvent size={16} stroke={1.75} aria-hidden />}
            reason={why({ type: 'reschedule_visit', body: { ...id, start, minutes, window } })}
            onPress={() => setOpen('move')}
          >
            Move
          </MenuAction>
          <MenuAction
            icon={<IconUsers size={16} stroke={1.75} aria-hidden />}
            reason={why({ type: 'assign_visit', body: { ...id, crew, lead } })}
            onPress={() => setOpen('assign')}
          >
            Change the crew
          </MenuAction>
          <MenuAction
            icon={<IconCircleCheck size={16} stroke={1.75} aria-hidden />}
            reason={over ?? finishReason}
            onPress={() => setOpen('finish')}
          >
            Finish on behalf
          </MenuAction>
          {needsReturn ? (
            <MenuAction
              icon={<IconArrowBackUp size={16} stroke={1.75} aria-hidden />}
              reason={why({ type: 'close_return', body: { ...id, reason: '-' } })}
              onPress={() => setOpen('close')}
            >
              Close the return
            </MenuAction>
          ) : null}
          <MenuAction
            danger
            icon={<IconBan size={16} stroke={1.75} aria-hidden />}
            reason={why({ type: 'cancel_visit', body: { ...id, reason: '-' } })}
            onPress={() => setOpen('cancel')}
          >
            Cancel the visit
          </MenuAction>
        </Menu.Dropdown>
      </Menu>
      {open === 'move' ? <MoveDialog visit={visit} onClose={close} /> : null}
      {open === 'assign' ? <AssignDialog visit={visit} onClose={close} /> : null}
      {open === 'finish' ? <FinishDialog visit={visit} onClose={close} /> : null}
      {open === 'recall' ? (
        <ReasonDialog
          title={`Recall visit ${visit.number}`}
          action="Recall"
          optional
          onClose={close}
          onReason={async (reason) =>
            (
              await send(
                { type: 'recall_visit', body: { ...id, reason } },
                { done: `Visit ${visit.number} recalled`, undo: { type: 'dispatch_visit', body: id } },
              )
            ).ok
          }
        >
          <p>It leaves the crew’s phones at their next sync. What they report until then is kept.</p>
        </ReasonDialog>
      ) : null}
      {open === 'cancel' ? (
        <ReasonDialog
          title={`Cancel visit ${visit.number}`}
          action="Cancel it"
          danger
          onClose={close}
          onReason={async (reason) =>
            (await send({ type: 'cancel_visit', body: { ...id, reason } }, { done: `Visit ${visit.number} cancelled` }))
              .ok
          }
        />
      ) : null}
      {open === 'close' ? (
        <ReasonDialog
          title="Close the return"
          action="Close it"
          onClose={close}
          onReason={async (reason) =>
            (await send({ type: 'close_return', body: { ...id, reason } }, { done: 'The return is closed' })).ok
          }
        >
          <p>Nobody goes there again for this. What was done can be billed.</p>
        </ReasonDialog>
      ) : null}
    </div>
  )
}
