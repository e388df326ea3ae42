import { initials } from './initials.ts'
import styles from './Person.module.css'

/** A technician: their colour with initials, and their name beside it. */
export function Person({ name, colour, small = false }: { name: string; colour?: string; small?: boolean }) {
  return (
    <span className={styles.person}>
      <span
        className={small ? `${styles.face} ${styles.small}` : styles.face}
        data-colour={colour ?? 'slate'}
        aria-hidden
      >
        {initials(name)}
      </span>
      <span className={styles.name}>{name}</span>
    </span>
  )
}
