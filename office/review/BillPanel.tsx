import { ActionIcon, Button, Menu, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import {
  IconAlertCircle,
  IconArrowBackUp,
  IconCheck,
  IconDots,
  IconPencil,
  IconPlus,
  IconReceiptOff,
  IconRestore,
  IconStrikethrough,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { billingApi } from '#core/billing/api.ts'
import type { Priced, PricedLine } from '#core/billing/price.ts'
import { fullWhy } from '#core/billing/why.ts'
import { formatQuantity, formatTaxRate, formatUnitPrice } from '#core/kit/money.ts'
import { formatMinutes } from '#core/kit/time.ts'
import { type Blocker, evidenceOf } from '#core/work-orders/missing.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { classes } from '#ui/classes.ts'
import { Panel } from '#ui/office/Page.tsx'
import { ask } from '../kit/ask.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { isUnderDialog } from '../kit/modal.ts'
import { useMoney } from '../kit/money.ts'
import { Action, MenuAction } from '../work-orders/Action.tsx'
import { ReasonDialog } from '../work-orders/dialogs/ReasonDialog.tsx'
import { useOrder } from '../work-orders/order-context.ts'
import { blockerSentence } from './Blockers.tsx'
import { isTimed, LineDialog } from './LineDialog.tsx'
import styles from './Review.module.css'
import { ReturnDialog } from './ReturnDialog.tsx'

type Open =
  | { what: 'add' | 'waive' | 'return' | 'not_billable' }
  | { what: 'change' | 'strike'; line: PricedLine }
  | null

/** The invoice as it will be: every line with its why, what stands in the way, and the approval. */
export function BillPanel() {
  const { page, why, send } = useOrder()
  const [open, setOpen] = useState<Open>(null)
  const id = page.work.id
  const priced = useQuery(ask(billingApi.priceWorkOrder, { params: { id } }))
  const approve = { type: 'approve', body: { version: page.version } } as const
  const against = why(approve)
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
        }
      >
        {reviewed ? (
          <Reviewed />
        ) : (
          page.blockers.map((blocker) => (
            <BlockerLine key={blocker.code} blocker={blocker} onWaive={() => setOpen({ what: 'waive' })} />
          ))
        )}
        <Loaded query={priced} failed="The prices could not be shown">
          {({ priced: bill }) => <Bill bill={bill} onOpen={setOpen} />}
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
      <Dialogs open={open} onClose={() => setOpen(null)} />
    </>
  )
}

/** What came of the review: the draft, once it is made. */
function Reviewed() {
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
  return (
    <div className={styles.done} role="status">
      <IconCheck size={18} stroke={2} aria-hidden />
      <p>Approved by {review?.by}.</p>
      {invoice ? (
        <Link to="/invoices/$id" params={{ id: invoice.invoice }}>
          {invoice.number ? `Open ${invoice.number}` : 'Open the invoice draft'}
        </Link>
      ) : (
        <span>The invoice draft is being made.</span>
      )}
    </div>
  )
}

function BlockerLine({ blocker, onWaive }: { blocker: Blocker; onWaive: () => void }) {
  const { page, why } = useOrder()
  return (
    <div className={styles.blocker}>
      <IconAlertCircle size={16} stroke={1.75} aria-hidden />
      <p>{blockerSentence(blocker)}</p>
      {blocker.code === 'evidence_awaited' ? (
        <Action
          reason={why({ type: 'waive_evidence', body: { facts: [page.work.id], reason: '-' } })}
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

function Bill({ bill, onOpen }: { bill: Priced; onOpen: (open: Open) => void }) {
  const { page, locale } = useOrder()
  const money = useMoney()
  if (bill.lines.length === 0) {
    return (
      <p className={`${layout.pad} ${layout.empty}`}>
        {page.work.invoiced ? 'Everything is billed.' : 'Nothing to bill. Add a line, or mark it not billable.'}
      </p>
    )
  }
  const limit = page.money?.notToExceed ?? null
  return (
    <>
      <div className={layout.scrollX}>
        <table className={layout.table}>
          <thead>
            <tr>
              <th>Line</th>
              <th className={layout.right}>Quantity</th>
              <th className={layout.right}>Net</th>
              <th>
                <span className="sr-only">Change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {bill.lines.map((line) => (
              <Line key={line.key} line={line} onOpen={onOpen} />
            ))}
          </tbody>
        </table>
      </div>
      {limit !== null && bill.net > limit ? (
        <p className={classes(styles.limit, layout.warn)}>
          Above the agreed limit of {money(limit)} by {money(bill.net - limit)}.
        </p>
      ) : null}
      <dl className={styles.totals}>
        {page.money?.purchaseOrder ? (
          <>
            <dt>Purchase order</dt>
            <dd>{page.money.purchaseOrder}</dd>
          </>
        ) : null}
        <dt>Net</dt>
        <dd>{money(bill.net)}</dd>
        {bill.taxes.map((tax) => (
          <div key={`${tax.taxRate}/${tax.percent}`} style={{ display: 'contents' }}>
            <dt>
              Tax {formatTaxRate(tax.percent, locale)} on {money(tax.net)}
            </dt>
            <dd>{money(tax.tax)}</dd>
          </div>
        ))}
        <dt className={styles.gross}>Total</dt>
        <dd className={styles.gross}>{money(bill.gross)}</dd>
      </dl>
    </>
  )
}

function Line({ line, onOpen }: { line: PricedLine; onOpen: (open: Open) => void }) {
  const { why, send, locale, page } = useOrder()
  const money = useMoney()
  const currency = useOrder().me.organization.currency
  const timed = isTimed(line)
  const quantity = timed
    ? formatMinutes(Math.round(line.quantity / 1000))
    : `${formatQuantity(line.quantity, locale)} ${line.unit}`.trim()
  const reason = why({ type: 'change_line', body: { key: line.key, changes: {}, reason: '-' } })
  const locked = page.status === 'invoiced' || page.status === 'closed' ? 'It is invoiced.' : reason
  return (
    <tr className={classes(styles.lineRow, line.struck && styles.struck)}>
      <td>
        <p className={styles.what}>{line.description}</p>
        <p className={line.why.rule === 'no_price' && !line.changed ? styles.noPrice : styles.why}>{fullWhy(line)}</p>
      </td>
      <td className={layout.right}>
        {quantity}
        <p className={styles.why}>
          {formatUnitPrice(line.unitPrice, currency, locale)}
          {timed ? ' an hour' : ''}
        </p>
      </td>
      <td className={layout.right}>
        <span className={styles.sum}>{money(line.net)}</span>
        {line.changed && line.changed.was.net !== line.net ? (
          <p className={styles.was}>{money(line.changed.was.net)}</p>
        ) : null}
      </td>
      <td className={layout.right}>
        <Menu position="bottom-end" width={220}>
          <Menu.Target>
            <ActionIcon aria-label={`Change ${line.description}`}>
              <IconDots size={16} stroke={1.75} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <MenuAction
              icon={<IconPencil size={15} stroke={1.75} aria-hidden />}
              reason={line.struck ? 'Restore it first.' : locked}
              onPress={() => onOpen({ what: 'change', line })}
            >
              Change
            </MenuAction>
            {line.struck ? null : (
              <MenuAction
                icon={<IconStrikethrough size={15} stroke={1.75} aria-hidden />}
                reason={locked}
                onPress={() => onOpen({ what: 'strike', line })}
              >
                Strike
              </MenuAction>
            )}
            {line.struck || line.changed ? (
              <MenuAction
                icon={<IconRestore size={15} stroke={1.75} aria-hidden />}
                reason={locked}
                onPress={() => void send({ type: 'restore_line', body: { key: line.key } }, { done: 'Line restored' })}
              >
                Restore
              </MenuAction>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  )
}

function Dialogs({ open, onClose }: { open: Open; onClose: () => void }) {
  const { page, send } = useOrder()
  switch (open?.what) {
    case undefined:
      return null
    case 'add':
      return <LineDialog line={null} onClose={onClose} />
    case 'change':
      return <LineDialog line={open.line} onClose={onClose} />
    case 'strike':
      return (
        <ReasonDialog
          title={`Strike ${open.line.description}`}
          action="Strike"
          onClose={onClose}
          onReason={async (reason) =>
            (
              await send(
                { type: 'strike_line', body: { key: open.line.key, reason } },
                { done: 'Line struck', undo: { type: 'restore_line', body: { key: open.line.key } } },
              )
            ).ok
          }
        >
          <p>It is not billed, and is not offered again.</p>
        </ReasonDialog>
      )
    case 'waive':
      return (
        <ReasonDialog
          title="Waive what has not arrived"
          action="Waive"
          onClose={onClose}
          onReason={async (reason) =>
            (
              await send(
                {
                  type: 'waive_evidence',
                  body: { facts: evidenceOf(page.work).awaited.map((one) => one.fact), reason },
                },
                { done: 'Report and invoice wait no longer' },
              )
            ).ok
          }
        >
          <p>Report and invoice no longer wait. If it arrives later, it is still kept.</p>
        </ReasonDialog>
      )
    case 'return':
      return <ReturnDialog onClose={onClose} />
    case 'not_billable':
      return (
        <ReasonDialog
          title="Not billable"
          action="Mark not billable"
          onClose={onClose}
          onReason={async (reason) =>
            (
              await send(
                { type: 'mark_not_billable', body: { version: page.version, reason } },
                { done: 'Marked not billable' },
              )
            ).ok
          }
        >
          <p>No invoice is made of this work. The record stays as it is.</p>
        </ReasonDialog>
      )
  }
}
