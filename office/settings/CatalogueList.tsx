import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Panel } from '#ui/office/Page.tsx'
import { AddButton } from '../kit/AddButton.tsx'
import { type Archivable, ArchivedRows } from '../kit/Archived.tsx'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { RowActions } from './RowActions.tsx'

type Props<Row extends Archivable> = {
  /** `Job types`: its heading, and in small letters its name. */
  title: string
  /** `Add a job type` */
  add: string
  /** What is said while there is none. */
  empty: string
  mayEdit: boolean
  /** Asked with those that are archived. */
  query: UseQueryResult<{ items: Row[] }>
  setArchived: (row: Row, away: boolean) => void
  /** A row as it is read, between its edges. */
  children: (row: Row) => ReactNode
  /** Null makes a new one. */
  dialog: (row: Row | null, close: () => void) => ReactNode
}

/** A list of what the company works with: each row read, edited, archived and brought back the same way. */
export function CatalogueList<Row extends Archivable>(props: Props<Row>) {
  const { title, add, empty, mayEdit, query, setArchived, children, dialog } = props
  const [open, setOpen] = useState<Row | 'new' | null>(null)
  const active = query.data?.items.filter((row) => row.archivedAt === null)
  const name = title.toLowerCase()
  return (
    <Panel
      title={title}
      count={active?.length}
      flush
      id={name.replaceAll(' ', '-')}
      actions={mayEdit ? <AddButton onPress={() => setOpen('new')}>{add}</AddButton> : null}
    >
      <Loaded query={query} failed={`The ${name} could not be shown`}>
        {({ items }) => (
          <>
            {active?.length === 0 ? <p className={`${layout.pad} ${layout.empty}`}>{empty}</p> : null}
            {active?.map((row) => (
              <div key={row.id} className={layout.line}>
                {children(row)}
                {mayEdit ? (
                  <RowActions
                    name={row.name}
                    archived={false}
                    onEdit={() => setOpen(row)}
                    onArchive={() => setArchived(row, true)}
                  />
                ) : null}
              </div>
            ))}
            <ArchivedRows rows={items} onRestore={mayEdit ? (row) => setArchived(row, false) : null} />
          </>
        )}
      </Loaded>
      {open ? dialog(open === 'new' ? null : open, () => setOpen(null)) : null}
    </Panel>
  )
}
