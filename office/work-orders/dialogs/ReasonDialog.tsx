import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from './Dialog.tsx'

type Props = {
  title: string
  action: string
  label?: string
  /** Whether it can be left out. */
  optional?: boolean
  danger?: boolean
  onClose: () => void
  onReason: (reason: string) => Promise<boolean>
  /** What follows from it. */
  children?: React.ReactNode
}

/** Asks for a reason: everything that takes something away says why. */
export function ReasonDialog({
  title,
  action,
  label = 'Reason',
  optional,
  danger,
  onClose,
  onReason,
  children,
}: Props) {
  const [reason, setReason] = useState('')
  return (
    <Dialog
      title={title}
      size={460}
      action={action}
      danger={danger}
      reason={!optional && reason.trim() === '' ? 'Give a reason.' : null}
      onClose={onClose}
      onSubmit={() => onReason(reason.trim())}
    >
      {children}
      <Textarea
        label={label}
        autosize
        minRows={2}
        maxLength={1000}
        data-autofocus
        required={!optional}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Dialog>
  )
}
