import { useState } from 'react'
import { Button } from '#ui/blocks/Button.tsx'
import { Dialog } from '#ui/blocks/Overlay.tsx'
import { useLocale, usePhone } from '../../hooks.ts'
import type { Capture, Phone } from '../../offline/phone.ts'
import type { TimeLine } from '../../offline/views/types.ts'
import { sinceText } from '../../words.ts'
import { endOf } from './use-steps.ts'

/** Another clock runs: one person has one clock, so its end and this beginning are kept together. */
export function ClockQuestion({
  other,
  begin,
  onAgree,
  onClose,
}: {
  other: TimeLine
  begin: string
  onAgree: (end: Capture[]) => Promise<void>
  onClose: () => void
}) {
  const phone = usePhone()
  const locale = useLocale()
  const [busy, setBusy] = useState(false)
  const where = other.workOrder ? ` at ${other.workOrder.siteName || other.workOrder.title}` : ''
  async function agree() {
    setBusy(true)
    try {
      await onAgree(endOf(phone, other))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Your clock is running"
      description={[
        `${sinceText(other.activity, other.from, other.zone, locale)}${where}.`,
        isUnfinished(phone, other) ? 'That visit is not finished: it stays on Today until somebody finishes it.' : '',
        `End the clock now and ${begin}?`,
      ]
        .filter(Boolean)
        .join(' ')}
      actions={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button kind="primary" busy={busy} onClick={() => void agree()}>
            End it
          </Button>
        </>
      }
    />
  )
}

/** Whether the clock that runs is of a visit nobody has finished yet. */
function isUnfinished(phone: Phone, { workOrder }: TimeLine): boolean {
  const view = workOrder ? phone.workOrder(workOrder.id).get() : null
  const card = view?.visits.find((one) => one.visit === workOrder?.visit)
  return card !== undefined && card.status !== 'finished'
}
