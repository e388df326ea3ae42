import { Button, TextInput } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type Blocker, evidenceOf } from '#core/work-orders/missing.ts'
import { Action } from '../work-orders/Action.tsx'
import { blockerSentence } from '../work-orders/blocker-words.ts'
import { useOrder } from '../work-orders/order-context.ts'
import styles from './Review.module.css'

/** What stands in the way, with what takes it away. */
export function BlockerLine({ blocker, onWaive }: { blocker: Blocker; onWaive: () => void }) {
  const { page, why, nameOf } = useOrder()
  return (
    <div className={styles.blocker}>
      <IconAlertCircle size={16} stroke={1.75} aria-hidden />
      <p>{blockerSentence(blocker, nameOf)}</p>
      {blocker.code === 'evidence_awaited' ? (
        <Action
          reason={why({
            type: 'waive_evidence',
            body: { facts: evidenceOf(page.work).awaited.map((one) => one.fact), reason: '-' },
          })}
          onPress={onWaive}
        >
          Waive
        </Action>
      ) : null}
      {blocker.code === 'flags_open' ? (
        <Button component="a" variant="default" href="#flags">
          See the flags
        </Button>
      ) : null}
      {blocker.code === 'purchase_order_missing' ? <PurchaseOrder /> : null}
      {'params' in blocker ? (
        <>
          <PurchaseOrder />
          {page.work.details.customer ? (
            <Button
              variant="default"
              renderRoot={(props) => (
                <Link
                  {...props}
                  to="/customers/$id"
                  params={{ id: page.work.details.customer ?? '' }}
                  hash="purchase-orders"
                />
              )}
            >
              Open the customer
            </Button>
          ) : null}
        </>
      ) : null}
      {blocker.code === 'customer_missing' || blocker.code === 'time_open' || blocker.code === 'not_complete' ? (
        <Button
          variant="default"
          renderRoot={(props) => <Link {...props} to="/work-orders/$id" params={{ id: page.work.id }} />}
        >
          Open the record
        </Button>
      ) : null}
    </div>
  )
}

function PurchaseOrder() {
  const { send } = useOrder()
  const [number, setNumber] = useState('')
  const save = () =>
    void send(
      { type: 'edit_details', body: { changes: {}, money: { purchaseOrder: number.trim() } } },
      { done: 'Purchase order saved' },
    )
  return (
    <form
      className={styles.purchase}
      onSubmit={(event) => {
        event.preventDefault()
        if (number.trim() !== '') save()
      }}
    >
      <TextInput
        size="xs"
        aria-label="Purchase order number"
        placeholder="Purchase order number"
        maxLength={100}
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={number.trim() === ''}>
        Save
      </Button>
    </form>
  )
}
