import { Button, type ButtonProps, Menu } from '@mantine/core'
import type { ReactNode } from 'react'
import { DisabledReason } from '#ui/office/DisabledReason.tsx'
import styles from './WorkOrderPage.module.css'

type ActionProps = Pick<ButtonProps, 'variant' | 'color' | 'leftSection' | 'size' | 'loading'> & {
  /** Why not now, in a sentence; null when it may be pressed. */
  reason: string | null
  onPress: () => void
  children: ReactNode
}

/** A button that is there even when it cannot be pressed, and then says why. */
export function Action({ reason, onPress, children, variant = 'default', ...look }: ActionProps) {
  return (
    <DisabledReason reason={reason} onClick={onPress}>
      {(control) => (
        <Button variant={variant} {...look} {...control}>
          {children}
        </Button>
      )}
    </DisabledReason>
  )
}

/** The same in a menu: the reason stands below the words. */
export function MenuAction({
  reason,
  onPress,
  children,
  icon,
  danger,
}: Pick<ActionProps, 'reason' | 'onPress' | 'children'> & { icon?: ReactNode; danger?: boolean }) {
  return (
    <Menu.Item
      leftSection={icon}
      color={danger && !reason ? 'var(--tone-problem-text)' : undefined}
      aria-disabled={reason ? true : undefined}
      data-disabled={reason ? true : undefined}
      closeMenuOnClick={!reason}
      onClick={() => (reason ? undefined : onPress())}
    >
      {children}
      {reason ? <span className={styles.menuReason}>{reason}</span> : null}
    </Menu.Item>
  )
}
