import { useHotkeys } from '@mantine/hooks'
import {
  IconAlertCircle,
  IconArrowBackUp,
  IconCheck,
  IconContract,
  IconPlus,
  IconReceiptOff,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { billingApi } from '#core/billing/api.ts'
import type { Priced } from '#core/billing/priced-line.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { Panel } from '#ui/office/Page.tsx'
import { ask } from '../kit/ask.ts'
import { Loaded } from '../kit/Loaded.tsx'
import { isUnderDialog } from '../kit/modal.ts'
import { Action } from '../work-orders/Action.tsx'
import { useOrder } from '../work-orders/order-context.ts'
import styles from './Review.module.css'
import { BillLines } from './BillLines.tsx'
import { BlockerLine } from './BlockerLine.tsx'
import { PriceWarnings } from './PriceWarnings.tsx'
import { ReviewWarnings } from './ReviewWarnings.tsx'
import { type Open, ReviewDialogs } from './ReviewDialogs.tsx'

/** The invoice as it will be: every line with its why, what stands in the way, and the approval. */
export function BillPanel() {
  const { page, why, send } = useOrder()
  const [open, setOpen] = useState<Open>(null)
  const id = page.work.id
  const priced = useQuery(ask(billingApi.priceWorkOrder, { params: { id } }))
  const approve = { type: 'approve', body: { version: page.version } } as const
  // Nobody approves lines they could not see.
  const against = why(approve) ?? (priced.data ? null : 'The prices are not shown yet.')
  const press = () => void send(approve, { done: 'Approved' })
  useHotkeys([
    [
      'A',
      () => {
        if (isUnderDialog()) return
        if (against) toast(against)
        else press()
      },
    ],
  ])
  const reviewed = page.work.review !== null && page.status !== 'work_complete'
  return (
    <>
      <Panel
        title={reviewed ? 'The invoice' : 'The invoice as it will be'}
        flush
        id="bill"
        actions={
          <div className="actions">
            <Action
              variant="subtle"
              leftSection={<IconContract size={15} stroke={1.75} aria-hidden />}
              reason={
                page.money ? why({ type: 'edit_details', body: { changes: {}, money: {} } }) : 'Not yours to see.'
              }
              onPress={() => setOpen({ what: 'terms' })}
            >
              Agreed
            </Action>
            <Action
              variant="subtle"
              leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
              reason={why({
                type: 'add_line',
                body: { line: id, description: '-', quantity: 1000, unit: '', unitPrice: 0, taxRate: id, reason: '-' },
              })}
              onPress={() => setOpen({ what: 'add' })}
            >
              Add a line
            </Action>
          </div>
        }
      >
        {reviewed ? (
          <Reviewed bill={priced.data?.priced ?? null} />
        ) : (
          page.blockers.map((blocker) => (
            <BlockerLine key={blocker.code} blocker={blocker} onWaive={() => setOpen({ what: 'waive' })} />
          ))
        )}
        {reviewed ? null : <ReviewWarnings />}
        <Loaded query={priced} failed="The prices could not be shown">
          {({ priced: bill, warnings }) => (
            <>
              <PriceWarnings warnings={warnings} />
              <BillLines bill={bill} onOpen={setOpen} />
            </>
          )}
        </Loaded>
      </Panel>
      <div className={styles.actions}>
        <Action
          variant="filled"
          leftSection={<IconCheck size={16} stroke={2} aria-hidden />}
          reason={against}
          onPress={press}
        >
          Approve <span className={styles.key}>A</span>
        </Action>
        <span className={styles.grow} />
        <Action
          leftSection={<IconArrowBackUp size={15} stroke={1.75} aria-hidden />}
          reason={
            page.work.visits.length === 0
              ? 'Nobody has been there.'
              : why({ type: 'return_to_field', body: { visit: page.work.visits.at(-1)?.id ?? id, question: '-' } })
          }
          onPress={() => setOpen({ what: 'return' })}
        >
          Ask the field
        </Action>
        <Action
          leftSection={<IconReceiptOff size={15} stroke={1.75} aria-hidden />}
          reason={why({ type: 'mark_not_billable', body: { version: page.version, reason: '-' } })}
          onPress={() => setOpen({ what: 'not_billable' })}
        >
          Not billable
        </Action>
      </div>
      <ReviewDialogs open={open} onClose={() => setOpen(null)} />
    </>
  )
}

/** What came of the review: the draft, once it is made. */
function Reviewed({ bill }: { bill: Priced | null }) {
  const { page } = useOrder()
  const invoice = page.money?.invoices.findLast((one) => one.state !== 'void')
  const { review } = page.work
  if (page.status === 'not_billable') {
    return (
      <div className={styles.done}>
        <IconReceiptOff size={18} stroke={1.75} aria-hidden />
        <p>
          Not billable, {review?.by}: {review?.reason}
        </p>
      </div>
    )
  }
  if (page.status === 'ready_to_invoice' && bill?.lines.every((line) => line.struck)) {
    return (
      <output className={styles.blocker}>
        <IconAlertCircle size={16} stroke={1.75} aria-hidden />
        <p>
          Approved by {review?.by}, with nothing to bill. No invoice can be issued: mark it not billable, or restore a
          line.
        </p>
      </output>
    )
  }
  return (
    <output className={styles.done}>
      <IconCheck size={18} stroke={2} aria-hidden />
      <p>Approved by {review?.by}.</p>
      {invoice ? (
        <Link to="/invoices/$id" params={{ id: invoice.invoice }}>
          {invoice.number ? `Open ${invoice.number}` : 'Open the invoice draft'}
        </Link>
      ) : (
        <span>The invoice draft is being made.</span>
      )}
    </output>
  )
}
