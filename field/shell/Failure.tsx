import { IconAlertCircle } from '@tabler/icons-react'
import styles from './Failure.module.css'

/** Why something entered was not kept; it is still on the screen, and says so where that matters. */
export function Failure({ children, plain }: { children: string | null; plain?: boolean }) {
  if (!children) return null
  return (
    <p className={styles.failure} role="alert">
      <IconAlertCircle aria-hidden stroke={1.75} />
      <span>{plain ? children : `${children} What you entered is still here.`}</span>
    </p>
  )
}
