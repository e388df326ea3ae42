import { type ComponentPropsWithRef, type MouseEvent, type ReactNode, useId } from 'react'
import { classes } from '../classes.ts'
import styles from './Button.module.css'

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger'
export type ButtonSize = 'small' | 'medium' | 'large'

export type ButtonProps = Omit<ComponentPropsWithRef<'button'>, 'disabled'> & {
  kind?: ButtonKind
  size?: ButtonSize
  icon?: ReactNode
  wide?: boolean
  /** Working on it: stays focusable, ignores further presses, says so to a screen reader. */
  busy?: boolean
  /** Why it cannot be pressed now. Disables the button and stands below it in words. */
  reason?: string | null
}

/** Presses are swallowed, not blocked: a disabled element would lose the focus and its reason. */
function guarded(blocked: boolean, onClick: ButtonProps['onClick']) {
  return (event: MouseEvent<HTMLButtonElement>) => {
    if (blocked) event.preventDefault()
    else onClick?.(event)
  }
}

export function Button(props: ButtonProps) {
  const { kind = 'secondary', size = 'medium', icon, wide, busy, reason, className, onClick, children, ...rest } = props
  const reasonId = useId()
  const blocked = Boolean(busy) || Boolean(reason)
  const button = (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={reason ? true : undefined}
      aria-describedby={classes(reason && reasonId, rest['aria-describedby']) || undefined}
      className={classes(
        styles.button,
        styles[kind],
        size === 'large' && styles.large,
        size === 'small' && styles.small,
        wide && styles.wide,
        className,
      )}
      onClick={guarded(blocked, onClick)}
    >
      {icon}
      <span>{children}</span>
      {busy ? (
        <span className={styles.dots} aria-hidden>
          <i />
          <i />
          <i />
        </span>
      ) : null}
    </button>
  )
  if (!reason) return button
  return (
    <span className={styles.withReason}>
      {button}
      <span id={reasonId} className={styles.reason}>
        {reason}
      </span>
    </span>
  )
}

export type IconButtonProps = Omit<ComponentPropsWithRef<'button'>, 'disabled' | 'children'> & {
  /** What it does, for a screen reader and the tooltip. */
  label: string
  icon: ReactNode
  kind?: ButtonKind
  size?: 'small' | 'medium'
}

export function IconButton({ label, icon, kind = 'quiet', size = 'medium', className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={classes(styles.button, styles[kind], styles.iconOnly, size === 'small' && styles.small, className)}
    >
      {icon}
    </button>
  )
}

/** A link that looks like a button: call, navigate, open. */
export type ButtonLinkProps = ComponentPropsWithRef<'a'> & Pick<ButtonProps, 'kind' | 'size' | 'icon' | 'wide'>

export function ButtonLink({
  kind = 'secondary',
  size = 'medium',
  icon,
  wide,
  className,
  children,
  ...rest
}: ButtonLinkProps) {
  return (
    <a
      {...rest}
      className={classes(
        styles.button,
        styles[kind],
        size === 'large' && styles.large,
        size === 'small' && styles.small,
        wide && styles.wide,
        className,
      )}
    >
      {icon}
      <span>{children}</span>
    </a>
  )
}
