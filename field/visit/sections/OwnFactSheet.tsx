import type { ReactNode } from 'react'
import type { Id } from '#core/kit/ids.ts'
import type { CommandBody } from '#core/work-orders/commands.ts'
import { WithdrawIcon } from '#ui/icons.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { useKeeping, usePhone, useWithdraw } from '../../hooks.ts'
import { Failure } from '../../shell/Failure.tsx'
import forms from '../../shell/forms.module.css'

type Props = {
  workOrder: Id
  fact: Id
  title: string
  /** What differs from what was said before; nothing is kept where nothing does. */
  changes: () => CommandBody<'amend'>['changes']
  /** Why it cannot be saved yet. */
  reason: string | null
  /** What is said once it was taken back. */
  takenBack: string
  onClose: () => void
  children: ReactNode
}

/** What one said oneself, put right or taken back. */
export function OwnFactSheet({ workOrder, fact, title, changes, reason, takenBack, onClose, children }: Props) {
  const phone = usePhone()
  const withdraw = useWithdraw(workOrder)
  const { busy, failed, keep } = useKeeping()
  async function save() {
    const changed = changes()
    if (Object.keys(changed).length === 0) return onClose()
    const body = { fact, at: phone.now(), changes: changed, reason: '' }
    if (await keep(() => phone.capture({ workOrder, command: { type: 'amend', body } }))) onClose()
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button
            kind="quiet"
            icon={<WithdrawIcon aria-hidden stroke={1.75} />}
            onClick={() => {
              onClose()
              void withdraw(fact, takenBack)
            }}
          >
            Remove
          </Button>
          <Button kind="primary" busy={busy} reason={reason} onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <div className={forms.stack}>
        {children}
        <Failure>{failed}</Failure>
      </div>
    </Sheet>
  )
}
