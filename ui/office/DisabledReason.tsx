import { Tooltip } from '@mantine/core'
import { type MouseEvent, type ReactNode, useId } from 'react'

/** To spread on the control. It stays focusable, so the keyboard and a screen reader reach the reason too. */
export type ReasonedControl = {
  'aria-disabled'?: true
  'aria-describedby'?: string
  'data-disabled'?: true
  onClick: (event: MouseEvent<HTMLElement>) => void
}

export type DisabledReasonProps = {
  /** Why not, in a sentence; null or undefined when it may be pressed. */
  reason: string | null | undefined
  onClick: (event: MouseEvent<HTMLElement>) => void
  /** `{(control) => <Button {...control}>Dispatch</Button>}` */
  children: (control: ReasonedControl) => ReactNode
}

/** An action that is shown disabled with its reason: in the tooltip on hover, focus and touch, and read out. */
export function DisabledReason({ reason, onClick, children }: DisabledReasonProps) {
  const id = useId()
  if (!reason) return children({ onClick })
  const control: ReasonedControl = {
    'aria-disabled': true,
    'aria-describedby': id,
    'data-disabled': true,
    onClick: (event) => event.preventDefault(),
  }
  return (
    <Tooltip label={reason} openDelay={0}>
      <span style={{ display: 'inline-flex' }}>
        {children(control)}
        <span id={id} className="sr-only">
          {reason}
        </span>
      </span>
    </Tooltip>
  )
}
