import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { classes } from '../classes.ts'
import styles from './Page.module.css'

export type PageHeadProps = {
  title: ReactNode
  /** Links back up, already built by the app's router. */
  crumbs?: ReactNode
  /** Beside the title: status, priority. */
  badges?: ReactNode
  detail?: ReactNode
  actions?: ReactNode
}

export function PageHead({ title, crumbs, badges, detail, actions }: PageHeadProps) {
  return (
    <header className={styles.head}>
      <div>
        {crumbs ? <div className={styles.crumbs}>{crumbs}</div> : null}
        <div className={styles.titleRow}>
          <h1>{title}</h1>
          {badges}
        </div>
        {detail ? <div className={styles.detail}>{detail}</div> : null}
      </div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </header>
  )
}

export type PanelProps = {
  title: ReactNode
  count?: ReactNode
  actions?: ReactNode
  /** No padding, for tables and lists. */
  flush?: boolean
  id?: string
  children: ReactNode
}

/** One kind of fact on a page, under its name. */
export function Panel({ title, count, actions, flush, id, children }: PanelProps) {
  return (
    <section className={styles.panel} id={id}>
      <div className={styles.panelHead}>
        <h2>
          {title}
          {count === undefined ? null : <span className={styles.count}>{count}</span>}
        </h2>
        {actions}
      </div>
      <div className={classes(styles.panelBody, flush && styles.flush)}>{children}</div>
    </section>
  )
}

export type FactListProps = { facts: readonly { label: string; value: ReactNode }[]; absent?: string }

/** Labels and values; what is not known is said, not left blank. */
export function FactList({ facts, absent = 'None' }: FactListProps) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ label, value }) => (
        <div key={label} style={{ display: 'contents' }}>
          <dt>{label}</dt>
          <dd>
            {value === null || value === undefined || value === '' ? (
              <span className={styles.absent}>{absent}</span>
            ) : (
              value
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Filters of a list in a row, what they leave at the end. */
export function FilterBar({ children, result }: { children: ReactNode; result?: ReactNode }) {
  return (
    <search className={styles.filters}>
      {children}
      <span className={styles.grow} />
      {result === undefined ? null : <output className={styles.result}>{result}</output>}
    </search>
  )
}

/** A filter that is set: its name, its value, and how to be rid of it. */
export function FilterChip({ name, value, onRemove }: { name: string; value: ReactNode; onRemove: () => void }) {
  return (
    <span className={styles.chip}>
      <span className={styles.chipName}>{name}</span>
      <span className={styles.chipValue}>{value}</span>
      <button type="button" aria-label={`Remove filter ${name}`} onClick={onRemove}>
        <IconX aria-hidden stroke={2} />
      </button>
    </span>
  )
}

/** `keys={['Ctrl', 'K']}` */
export function KeyHint({ keys }: { keys: readonly string[] }) {
  return (
    <span className={styles.keys}>
      {keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  )
}
