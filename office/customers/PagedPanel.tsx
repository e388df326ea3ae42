import type { ReactNode } from 'react'
import { Panel } from '#ui/office/Page.tsx'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { LoadMore } from '../kit/LoadMore.tsx'
import type { usePages } from '../kit/pages.ts'

type Props<T> = {
  title: string
  id: string
  pages: ReturnType<typeof usePages<T>>
  /** Of the loaded rows, those that are shown; all when left out. */
  shown?: (row: T) => boolean
  failed: string
  empty: string
  children: (rows: T[]) => ReactNode
}

/** A panel of lines that are loaded page by page. */
export function PagedPanel<T>({ title, id, pages: { query, rows }, shown, failed, empty, children }: Props<T>) {
  const lines = shown ? rows.filter(shown) : rows
  return (
    <Panel title={title} flush id={id}>
      <Loaded query={query} failed={failed}>
        {() => (lines.length === 0 ? <p className={`${layout.pad} ${layout.empty}`}>{empty}</p> : children(lines))}
      </Loaded>
      <LoadMore pages={query} />
    </Panel>
  )
}
