import { Button, Modal } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useFocusBack } from '../../kit/focus-back.ts'
import styles from './Dialog.module.css'

type DialogProps = {
  title: string
  /** What the button does: a verb. */
  action: string
  danger?: boolean
  /** Null when the form can be sent, else why not. */
  reason?: string | null
  onClose: () => void
  /** True when it is done and the dialog may go; false keeps it open with what was typed. */
  onSubmit: () => Promise<boolean>
  size?: number | string
  children: ReactNode
}

/** A form over the page. Enter sends it, Escape leaves it, a refusal keeps what was typed. */
export function Dialog({ title, action, danger, reason, onClose, onSubmit, size = 600, children }: DialogProps) {
  useFocusBack()
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (reason || busy) return
    setBusy(true)
    const done = await onSubmit().finally(() => setBusy(false))
    if (done) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => void submit(event)} noValidate className={styles.form}>
        {children}
        <div className={styles.foot}>
          {reason ? <output className={styles.reason}>{reason}</output> : null}
          <Button variant="subtle" color="gray" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" loading={busy} color={danger ? 'red' : undefined} disabled={Boolean(reason)}>
            {action}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
