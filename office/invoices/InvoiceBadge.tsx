import {
  IconBan,
  IconChecks,
  IconFileCheck,
  IconFilePencil,
  IconFileExport,
  IconReceiptRefund,
} from '@tabler/icons-react'
import type { InvoiceState } from '#core/billing/api.ts'
import { MarkBadge, type BadgeLook } from '#ui/StatusBadge.tsx'
import type { Mark } from '#ui/status.ts'

export const invoiceMarks: Readonly<Record<InvoiceState, Mark>> = {
  draft: { word: 'Draft', tone: 'waiting', icon: IconFilePencil },
  issued: { word: 'Issued', tone: 'done', icon: IconFileCheck },
  exported: { word: 'Exported', tone: 'neutral', icon: IconFileExport },
  acknowledged: { word: 'Acknowledged', tone: 'neutral', icon: IconChecks },
  void: { word: 'Void', tone: 'neutral', icon: IconBan },
}

const toCredit: Mark = { word: 'To be credited', tone: 'problem', icon: IconReceiptRefund }

/** A draft below zero becomes a credit note. */
export function InvoiceBadge({ state, gross, ...look }: BadgeLook & { state: InvoiceState; gross: number }) {
  return <MarkBadge mark={state === 'draft' && gross < 0 ? toCredit : invoiceMarks[state]} {...look} />
}
