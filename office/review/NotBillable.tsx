import { IconReceiptOff } from '@tabler/icons-react'
import { useState } from 'react'
import { Action } from '../work-orders/Action.tsx'
import { useOrder } from '../work-orders/order-context.ts'
import { ReviewDialogs } from './ReviewDialogs.tsx'

/** Ends work nothing is to bill of, where its invoice says so. */
export function NotBillable() {
  const { page, why } = useOrder()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Action
        leftSection={<IconReceiptOff size={15} stroke={1.75} aria-hidden />}
        reason={why({ type: 'mark_not_billable', body: { version: page.version, reason: '-' } })}
        onPress={() => setAsking(true)}
      >
        Not billable
      </Action>
      <ReviewDialogs open={asking ? { what: 'not_billable' } : null} onClose={() => setAsking(false)} />
    </>
  )
}
