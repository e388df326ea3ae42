import { useState } from 'react'
import { Button } from '#ui/blocks/Button.tsx'
import { Dialog } from '#ui/blocks/Overlay.tsx'
import { useLocale, usePhone } from '../../hooks.ts'
import type { Capture } from '../../offline/phone.ts'
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
      description={`${sinceText(other.activity, other.from, other.zone, locale)}${where}. End it now and ${begin} here?`}
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
