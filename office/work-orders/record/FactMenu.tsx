import { ActionIcon, Menu } from '@mantine/core'
import { IconArrowBackUp, IconDots, IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import type { EventType, WorkOrderEvent } from '#core/work-orders/events.ts'
import { now } from '../../kit/clock.ts'
import { MenuAction } from '../Action.tsx'
import { AmendDialog, canAmend } from '../dialogs/AmendDialog.tsx'
import { ReasonDialog } from '../dialogs/ReasonDialog.tsx'
import { useOrder } from '../order-context.ts'

const facts: ReadonlySet<EventType> = new Set<EventType>([
  'accepted',
  'travelled',
  'arrived',
  'paused',
  'resumed',
  'left',
  'finished',
  'task_answered',
  'noted',
  'photographed',
  'file_added',
  'part_added',
  'found',
  'part_needed',
  'asset_added',
  'contact_added',
  'time_recorded',
  'time_corrected',
  'signed',
  'sign_off_refused',
  'sign_off_unattended',
])

/** Only a fact can be taken back or amended; what the office decided is undone by deciding otherwise. */
export function isFact(event: WorkOrderEvent): boolean {
  return facts.has(event.type)
}

/** What the office can do about one entry, with a reason; the original stays on the record. */
export function FactMenu({ event, title }: { event: WorkOrderEvent; title: string }) {
  const { why, send } = useOrder()
  const [open, setOpen] = useState<'amend' | 'withdraw' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon size={20} aria-label={`More for “${title}”`}>
            <IconDots size={15} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {canAmend(event) ? (
            <MenuAction
              icon={<IconPencil size={16} stroke={1.75} aria-hidden />}
              reason={why({ type: 'amend', body: { fact: event.id, at: event.at, changes: {}, reason: '-' } })}
              onPress={() => setOpen('amend')}
            >
              Amend
            </MenuAction>
          ) : null}
          <MenuAction
            danger
            icon={<IconArrowBackUp size={16} stroke={1.75} aria-hidden />}
            reason={why({ type: 'withdraw', body: { fact: event.id, at: event.at, reason: '-' } })}
            onPress={() => setOpen('withdraw')}
          >
            Withdraw
          </MenuAction>
        </Menu.Dropdown>
      </Menu>
      {open === 'amend' ? <AmendDialog event={event} onClose={close} /> : null}
      {open === 'withdraw' ? (
        <ReasonDialog
          title={`Withdraw “${title}”`}
          action="Withdraw"
          danger
          onClose={close}
          onReason={async (reason) =>
            (await send({ type: 'withdraw', body: { fact: event.id, at: now(), reason } }, { done: 'Withdrawn' })).ok
          }
        >
          <p>It leaves every view and report. That it was there stays on the record.</p>
        </ReasonDialog>
      ) : null}
    </>
  )
}
