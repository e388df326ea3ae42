import { IconBan, IconCash, IconChecks, IconFileCheck, IconFilePencil, IconFileExport } from '@tabler/icons-react'
import type { InvoiceState } from '#core/billing/api.ts'
import { MarkBadge, type BadgeLook } from '#ui/StatusBadge.tsx'
import type { Mark } from '#ui/status.ts'

export const invoiceMarks: Readonly<Record<InvoiceState, Mark>> = {
  draft: { word: 'Draft', tone: 'waiting', icon: IconFilePencil },
  issued: { word: 'Issued', tone: 'done', icon: IconFileCheck },
  exported: { word: 'Exported', tone: 'neutral', icon: IconFileExport },
  acknowledged: { word: 'Acknowledged', tone: 'neutral', icon: IconChecks },
  paid: { word: 'Paid', tone: 'neutral', icon: IconCash },
  void: { word: 'Void', tone: 'neutral', icon: IconBan },
}

export function InvoiceBadge({ state, ...look }: BadgeLook & { state: InvoiceState }) {
  return <MarkBadge mark={invoiceMarks[state]} {...look} />
}
