import { IconAlertCircle } from '@tabler/icons-react'
import styles from './Failure.module.css'

/** Why something entered was not kept; it is still on the screen. */
export function Failure({ children }: { children: string | null }) {
  if (!children) return null
  return (
    <p className={styles.failure} role="alert">
      <IconAlertCircle aria-hidden stroke={1.75} />
      <span>{children} What you entered is still here.</span>
    </p>
  )
}
