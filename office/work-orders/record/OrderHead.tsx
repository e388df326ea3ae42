import { ActionIcon, Menu } from '@mantine/core'
import { IconBan, IconCalendarPlus, IconDots, IconPlayerPause, IconPlayerPlay, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { formatSpan } from '#core/kit/time.ts'
import { answeredNo } from '#core/work-orders/missing.ts'
import { isPlanned } from '#core/work-orders/status.ts'
import { PageHead } from '#ui/office/Page.tsx'
import { PriorityBadge, WorkOrderBadge } from '#ui/StatusBadge.tsx'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { Action, MenuAction } from '../Action.tsx'
import { HoldDialog } from '../dialogs/HoldDialog.tsx'
import { PlanDialog } from '../dialogs/PlanDialog.tsx'
import { ReasonDialog } from '../dialogs/ReasonDialog.tsx'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'
import { Targets } from './Targets.tsx'
import { whatIsMissing } from './what-is-missing.ts'

export function OrderHead() {
  const { page } = useOrder()
  const { work, names, status } = page
  const { customer, site } = names
  return (
    <>
      <PageHead
        crumbs={<Link to="/work-orders">Work orders</Link>}
        title={
          <>
            {work.number ?? work.provisional ?? 'New'} {work.details.title}
          </>
        }
        badges={
          <>
            <WorkOrderBadge status={status} look="large" />
            <PriorityBadge priority={work.details.priority} withWord />
          </>
        }
        detail={
          <span className={styles.places}>
            {customer ? (
              <Link to="/customers/$id" params={{ id: customer.id }} className="quiet-link">
                {customer.name}
              </Link>
            ) : (
              <span className={layout.warn}>Reported customer: {work.reported?.customer || 'none'}</span>
            )}
            <span aria-hidden>·</span>
            {site ? (
              <Link to="/sites/$id" params={{ id: site.id }} className="quiet-link">
                {site.name}, {site.address}
              </Link>
            ) : (
              <span className={layout.warn}>Reported site: {work.reported?.site || 'none'}</span>
            )}
          </span>
        }
        actions={<OrderActions />}
      />
      <Strip />
    </>
  )
}

type Open = 'plan' | 'hold' | 'cancel' | null

function OrderActions() {
  const { page, why, send } = useOrder()
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const { work } = page
  const planReason = why({
    type: 'plan_visit',
    body: { visit: work.id, start: null, minutes: 60, window: null, crew: [], lead: null },
  })
  return (
    <>
      <Action
        variant="filled"
        leftSection={<IconCalendarPlus size={16} stroke={1.75} aria-hidden />}
        reason={planReason}
        onPress={() => setOpen('plan')}
      >
        Plan a visit
      </Action>
      {work.hold ? (
        <Action
          leftSection={<IconPlayerPlay size={16} stroke={1.75} aria-hidden />}
          reason={why({ type: 'release', body: {} })}
          onPress={() => {
            const { reason, until, cause } = work.hold ?? { reason: '', until: null }
            void send(
              { type: 'release', body: {} },
              { done: 'Released', undo: { type: 'hold', body: { reason, until, cause } } },
            )
          }}
        >
          Release
        </Action>
      ) : (
        <Action
          leftSection={<IconPlayerPause size={16} stroke={1.75} aria-hidden />}
          reason={why({ type: 'hold', body: { reason: '-', until: null } })}
          onPress={() => setOpen('hold')}
        >
          Hold
        </Action>
      )}
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label="More actions">
            <IconDots size={16} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            renderRoot={(props) => (
              <Link
                {...props}
                to="/raise"
                search={{ customer: work.details.customer ?? undefined, site: work.details.site ?? undefined }}
              />
            )}
            leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
          >
            Raise another here
          </Menu.Item>
          <MenuAction
            danger
            icon={<IconBan size={16} stroke={1.75} aria-hidden />}
            reason={why({ type: 'cancel', body: { reason: '-' } })}
            onPress={() => setOpen('cancel')}
          >
            Cancel the work order
          </MenuAction>
        </Menu.Dropdown>
      </Menu>
      {open === 'plan' ? <PlanDialog onClose={close} /> : null}
      {open === 'hold' ? <HoldDialog onClose={close} /> : null}
      {open === 'cancel' ? (
        <ReasonDialog
          title="Cancel the work order"
          action="Cancel it"
          danger
          onClose={close}
          onReason={async (reason) =>
            (await send({ type: 'cancel', body: { reason } }, { done: 'Work order cancelled' })).ok
          }
        >
          <p>What was done in the field stays on the record and can be billed.</p>
        </ReasonDialog>
      ) : null}
    </>
  )
}

/** What was promised, what is due, and what stands between it and its end. */
function Strip() {
  const { page, zone, locale, nameOf } = useOrder()
  const { work } = page
  const next = work.visits.filter(isPlanned).sort((a, b) => (a.plan.start ?? '~').localeCompare(b.plan.start ?? '~'))[0]
  const left = whatIsMissing(page, nameOf, locale)
  const toLookAt = answeredNo(work)

  return (
    <dl className={styles.strip}>
      <div>
        <dt>Promised to the customer</dt>
        <dd>
          {next?.plan.window ? (
            <>
              <ShortTime at={next.plan.window.from} zone={zone} day /> <br />
              {formatSpan(next.plan.window.from, next.plan.window.to, zone, locale)}
            </>
          ) : (
            <span className={layout.empty}>No arrival window</span>
          )}
        </dd>
      </div>
      <div className={styles.targets}>
        <dt>Response targets</dt>
        <dd>
          <Targets />
        </dd>
      </div>
      {work.hold ? (
        <div>
          <dt>On hold{work.hold.until ? ' until' : ''}</dt>
          <dd className={layout.warn}>
            {work.hold.until ? <ShortTime at={work.hold.until} zone={zone} /> : null} {work.hold.reason}
          </dd>
        </div>
      ) : null}
      {work.cancelled ? (
        <div>
          <dt>Cancelled</dt>
          <dd>{work.cancelled.reason}</dd>
        </div>
      ) : null}
      <div className={styles.missing}>
        <dt>What is missing</dt>
        <dd>
          {left.length === 0 ? (
            <span className={layout.empty}>Nothing</span>
          ) : (
            <ul>
              {left.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          )}
        </dd>
      </div>
      {toLookAt.length > 0 ? (
        <div className={styles.missing}>
          <dt>To look at</dt>
          <dd className={layout.warn}>
            <ul>
              {toLookAt.map((task) => (
                <li key={task.id}>
                  <a href="#tasks" className="quiet-link">
                    {task.label}: No
                  </a>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      ) : null}
    </dl>
  )
}
