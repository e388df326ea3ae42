import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { formatQuantity } from '#core/kit/money.ts'
import { formatLocalDate } from '#core/kit/time.ts'
import type { NeededPart } from '#core/work-orders/document.ts'
import { neededParts, neededPartState, partsStanding } from '#core/work-orders/needed-parts.ts'
import { Panel } from '#ui/office/Page.tsx'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { Action } from '../Action.tsx'
import { Dialog } from '../dialogs/Dialog.tsx'
import { ReasonDialog } from '../dialogs/ReasonDialog.tsx'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'

/** What has to be here before somebody comes again. */
export function NeededPartsPanel() {
  const { page } = useOrder()
  const parts = neededParts(page.work)
  if (parts.length === 0) return null
  const { wanted, waiting } = partsStanding(page.work)
  return (
    <Panel title="Parts to order" count={`${wanted - waiting} of ${wanted} here`} flush id="parts-to-order">
      <ul>
        {parts.map((part) => (
          <PartLine key={part.id} part={part} />
        ))}
      </ul>
    </Panel>
  )
}

function PartLine({ part }: { part: NeededPart }) {
  const { zone, locale, nameOf, why, send } = useOrder()
  const [asking, setAsking] = useState<'order' | 'drop' | null>(null)
  const state = neededPartState(part)
  const arrived = { type: 'mark_part_arrived', body: { part: part.id } } as const
  const isOpen = state === 'needed' || state === 'ordered'
  return (
    <li className={styles.line}>
      <div className={layout.grow}>
        <p>
          {formatQuantity(part.quantity, locale)} {part.unit} {part.name}
          {part.sku ? <span className={layout.detail}> {part.sku}</span> : null}
        </p>
        <p className={state === 'needed' ? layout.warn : undefined}>{standing(part, locale)}</p>
        <p className={layout.detail}>
          {part.note ? `${part.note}. ` : ''}
          {nameOf(part.technician)}, <ShortTime at={part.at} zone={zone} />
        </p>
      </div>
      {isOpen ? (
        <div className={styles.actions}>
          <Action size="compact-sm" reason={why(arrived)} onPress={() => setAsking('order')}>
            {state === 'needed' ? 'Ordered' : 'Another date'}
          </Action>
          <Action
            size="compact-sm"
            reason={why(arrived)}
            onPress={() => void send(arrived, { done: `${part.name} is here` })}
          >
            Arrived
          </Action>
          <Action size="compact-sm" variant="subtle" reason={why(arrived)} onPress={() => setAsking('drop')}>
            Not wanted
          </Action>
        </div>
      ) : null}
      {asking === 'order' ? <OrderedDialog part={part} onClose={() => setAsking(null)} /> : null}
      {asking === 'drop' ? (
        <ReasonDialog
          title={`${part.name} is not wanted any more`}
          action="Not wanted"
          onClose={() => setAsking(null)}
          onReason={async (reason) =>
            (await send({ type: 'drop_part', body: { part: part.id, reason } }, { done: 'Not wanted any more' })).ok
          }
        />
      ) : null}
    </li>
  )
}

function standing(part: NeededPart, locale: string): string {
  const { ordered, arrived, dropped } = part
  switch (neededPartState(part)) {
    case 'needed':
      return 'Not ordered yet'
    case 'ordered':
      return [
        ordered?.expected ? `Ordered, expected ${formatLocalDate(ordered.expected, locale)}` : 'Ordered, no date yet',
        ordered?.note,
      ]
        .filter(Boolean)
        .join('. ')
    case 'arrived':
      return `Arrived, says ${arrived?.by ?? ''}`
    case 'dropped':
      return `Not wanted any more: ${dropped?.reason ?? ''}`
  }
}

function OrderedDialog({ part, onClose }: { part: NeededPart; onClose: () => void }) {
  const { send } = useOrder()
  const [expected, setExpected] = useState(part.ordered?.expected ?? '')
  const [note, setNote] = useState(part.ordered?.note ?? '')
  return (
    <Dialog
      title={`${part.name} is ordered`}
      size={420}
      action="Ordered"
      reason={null}
      onClose={onClose}
      onSubmit={async () =>
        (
          await send(
            { type: 'mark_part_ordered', body: { part: part.id, expected: expected || null, note: note.trim() } },
            { done: 'Ordered' },
          )
        ).ok
      }
    >
      <TextInput
        label="Expected"
        description="Without a day it waits until it is here."
        type="date"
        data-autofocus
        value={expected}
        onChange={(event) => setExpected(event.currentTarget.value)}
      />
      <TextInput
        label="Supplier, order number"
        maxLength={300}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </Dialog>
  )
}
