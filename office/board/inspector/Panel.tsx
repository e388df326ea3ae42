import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './Inspector.module.css'

type Props = { label: string; title: ReactNode; acts?: ReactNode; onClose: () => void; children: ReactNode }

/** What is chosen, over the right of the grid. */
export function Panel({ label, title, acts, onClose, children }: Props) {
  return (
    <aside className={styles.panel} aria-label={label} data-inspector>
      <header className={styles.head}>
        <div className={styles.title}>{title}</div>
        {acts}
        <ActionIcon size={28} variant="subtle" color="gray" aria-label="Close" onClick={onClose}>
          <IconX size={16} stroke={1.75} />
        </ActionIcon>
      </header>
      <div className={styles.content}>{children}</div>
    </aside>
  )
}

/** A line of what is known. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
