import type { PricedLine } from '#core/billing/priced-line.ts'
import { evidenceOf } from '#core/work-orders/missing.ts'
import { ReasonDialog } from '../work-orders/dialogs/ReasonDialog.tsx'
import { useOrder } from '../work-orders/order-context.ts'
import { LineDialog } from './LineDialog.tsx'
import { WorkTermsDialog } from './WorkTermsDialog.tsx'
import { ReturnDialog } from './ReturnDialog.tsx'

/** What is being done over the page. */
export type Open =
  | { what: 'add' | 'terms' | 'waive' | 'return' | 'not_billable' }
  | { what: 'change' | 'strike'; line: PricedLine }
  | null

/** The one dialog that is open. */
export function ReviewDialogs({ open, onClose }: { open: Open; onClose: () => void }) {
  const { page, send } = useOrder()
  switch (open?.what) {
    case undefined:
      return null
    case 'add':
      return <LineDialog line={null} onClose={onClose} />
    case 'terms':
      return page.money ? <WorkTermsDialog money={page.money} onClose={onClose} /> : null
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
