import { Button } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { flexRender, useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, type RefObject, useEffect, useEffectEvent, useRef } from 'react'
import type { WorkOrderRow } from '#core/work-orders/api.ts'
import { classes } from '#ui/classes.ts'
import { columns, features, sortsBy } from './columns.tsx'
import type { Sort } from './filters.ts'
import styles from './WorkOrdersPage.module.css'

type Props = {
  rows: WorkOrderRow[]
  visible: Readonly<Record<string, boolean>>
  dense: boolean
  sort: Sort
  onSort: (sort: Sort) => void
  more: boolean
  loadingMore: boolean
  onMore: () => void
  /** Rows of the filters before, while those of the new ones are on their way. */
  stale: boolean
  searchBox: RefObject<HTMLInputElement | null>
}

/** Asks for more when so many rows are left below. */
const ahead = 20

export function WorkOrdersTable({
  rows,
  visible,
  dense,
  sort,
  onSort,
  more,
  loadingMore,
  onMore,
  stale,
  searchBox,
}: Props) {
  const navigate = useNavigate()
  const scroller = useRef<HTMLDivElement>(null)
  const table = useTable({
    features,
    columns,
    data: rows,
    state: { columnVisibility: { ...visible } },
    getRowId: (row) => row.id,
  })
  const body = table.getRowModel().rows
  const height = dense ? 32 : 48
  // oxlint-disable-next-line react/incompatible-library -- rows are drawn in the render that asks for them, nothing of it is memoized
  const virtual = useVirtualizer({
    count: body.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    getItemKey: (index) => body[index]?.id ?? index,
  })
  useEffect(() => virtual.measure(), [virtual, height])
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && !loadingMore && last >= rows.length - ahead) onMore()
  }, [more, loadingMore, last, rows.length, onMore])
  useRowKeys(scroller, body.length, (index) => virtual.scrollToIndex(index, { align: 'auto' }), searchBox)

  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  const span = table.getVisibleLeafColumns().length

  const open = (event: MouseEvent, id: string) => {
    if (event.defaultPrevented || (event.target instanceof Element && event.target.closest('a, button'))) return
    if (window.getSelection()?.toString()) return
    if (event.metaKey || event.ctrlKey) window.open(`/work-orders/${id}`, '_blank', 'noopener')
    else void navigate({ to: '/work-orders/$id', params: { id } })
  }

  return (
    <div className={classes(styles.scroll, stale && styles.stale)} ref={scroller} aria-busy={stale}>
      <table className={classes(styles.table, dense && styles.dense)} aria-rowcount={more ? -1 : rows.length + 1}>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <Head key={header.id} id={header.column.id} sort={sort} onSort={onSort}>
                  <table.FlexRender header={header} />
                </Head>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          <Gap height={above} span={span} />
          {items.map((item) => {
            const row = body[item.index]
            if (!row) return null
            return (
              <tr
                key={row.id}
                data-index={item.index}
                aria-rowindex={item.index + 2}
                style={{ height }}
                onClick={(event) => open(event, row.original.id)}
              >
                {row.getVisibleCells().map((cell) => (
                  <td key={cell.id} data-column={cell.column.id}>
                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
                  </td>
                ))}
              </tr>
            )
          })}
          <Gap height={below} span={span} />
        </tbody>
      </table>
      {more ? (
        <div className={styles.more}>
          <Button variant="default" loading={loadingMore} onClick={onMore}>
            Load more
          </Button>
        </div>
      ) : null}
    </div>
  )
}

function Gap({ height, span }: { height: number; span: number }) {
  return height > 0 ? (
    <tr aria-hidden className={styles.gap} style={{ height }}>
      <td colSpan={span}>{'\u00a0'}</td>
    </tr>
  ) : null
}

function Head({
  id,
  sort,
  onSort,
  children,
}: {
  id: string
  sort: Sort
  onSort: (sort: Sort) => void
  children: React.ReactNode
}) {
  const by = sortsBy[id]
  if (!by) return <th data-column={id}>{children}</th>
  const [first, second] = by
  const on = sort === first || sort === second
  const down = sort.startsWith('-')
  return (
    <th data-column={id} aria-sort={on ? (down ? 'descending' : 'ascending') : 'none'}>
      <button type="button" className={styles.sort} onClick={() => onSort(sort === first && second ? second : first)}>
        {children}
        {on ? (
          down ? (
            <IconArrowDown size={13} stroke={2} aria-hidden />
          ) : (
            <IconArrowUp size={13} stroke={2} aria-hidden />
          )
        ) : null}
      </button>
    </th>
  )
}

/** j and k move from row to row, Enter opens (it is a link), / goes to the search box. */
function useRowKeys(
  scroller: RefObject<HTMLDivElement | null>,
  count: number,
  show: (index: number) => void,
  searchBox: RefObject<HTMLInputElement | null>,
): void {
  const showRow = useEffectEvent(show)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event
      const typing =
        target instanceof Element &&
        target.closest('input, textarea, select, [role="dialog"], [role="menu"], [contenteditable]')
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '/') {
        event.preventDefault()
        searchBox.current?.focus()
      }
      if (event.key !== 'j' && event.key !== 'k') return
      event.preventDefault()
      const current = Number(document.activeElement?.closest('tr')?.dataset.index ?? (event.key === 'j' ? -1 : 1))
      const next = Math.max(0, Math.min(count - 1, current + (event.key === 'j' ? 1 : -1)))
      showRow(next)
      requestAnimationFrame(() =>
        scroller.current?.querySelector<HTMLElement>(`tr[data-index="${next}"] [data-row-link]`)?.focus(),
      )
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [scroller, count, searchBox])
}
