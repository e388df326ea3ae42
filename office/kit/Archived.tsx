import { Button } from '@mantine/core'
import { IconArchive, IconArchiveOff, IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { useMe } from './me.ts'
import styles from './layout.module.css'
import { ShortTime } from './ShortTime.tsx'

export type Archivable = { id: string; name: string; archivedAt: string | null }

type Props<Row> = {
  /** All of the list; those that are not archived are left out. */
  rows: readonly Row[]
  /** Null for who may not bring them back. */
  onRestore: ((row: Row) => void) | null
}

/** Under a list what was taken off it, folded away, each with its way back. Nothing where nothing is archived. */
export function ArchivedRows<Row extends Archivable>({ rows, onRestore }: Props<Row>) {
  const { zone } = useMe().organization
  const [open, setOpen] = useState(false)
  const list = useId()
  const archived = rows.filter((row) => row.archivedAt !== null)
  if (archived.length === 0) return null
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <div className={styles.archived}>
      <Button
        variant="subtle"
        color="gray"
        aria-expanded={open}
        aria-controls={list}
        leftSection={<Chevron size={15} stroke={1.75} aria-hidden />}
        onClick={() => setOpen(!open)}
      >
        {open ? 'Hide archived' : `Show archived (${archived.length})`}
      </Button>
      <div id={list} hidden={!open}>
        {archived.map((row) => (
          <div key={row.id} className={styles.line}>
            <IconArchive size={16} stroke={1.75} aria-hidden />
            <div className={styles.grow}>
              <p>{row.name}</p>
              {row.archivedAt ? (
                <p className={styles.detail}>
                  archived <ShortTime at={row.archivedAt} zone={zone} day />
                </p>
              ) : null}
            </div>
            {onRestore ? (
              <Button
                variant="default"
                size="xs"
                aria-label={`Restore ${row.name}`}
                leftSection={<IconArchiveOff size={15} stroke={1.75} aria-hidden />}
                onClick={() => onRestore(row)}
              >
                Restore
              </Button>
            ) : null}
          </div>
        ))}
      </div>
    </div>
  )
}
