import { IconAlertTriangle } from '@tabler/icons-react'
import styles from '../inspector/Inspector.module.css'

/** What is wrong, in words. `heard`: it changes while somebody types, and is read out as it does. */
export function Problems({ words, heard = false }: { words: readonly string[]; heard?: boolean }) {
  const list = (
    <ul className={styles.problems}>
      {words.map((one) => (
        <li key={one}>
          <IconAlertTriangle size={14} stroke={2} aria-hidden />
          {one}
        </li>
      ))}
    </ul>
  )
  if (heard) return <output>{words.length > 0 ? list : null}</output>
  return words.length > 0 ? list : null
}
