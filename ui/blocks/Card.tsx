import { IconChevronRight } from '@tabler/icons-react'
import type { ComponentPropsWithRef, ReactNode } from 'react'
import { classes } from '../classes.ts'
import styles from './Card.module.css'

export type CardProps = ComponentPropsWithRef<'section'> & {
  /** No padding, for rows and pictures. */
  flush?: boolean
  /** The one that matters now. */
  emphasis?: boolean
}

export function Card({ flush, emphasis, className, ...rest }: CardProps) {
  return (
    <section
      {...rest}
      className={classes(styles.card, flush && styles.flush, emphasis && styles.emphasis, className)}
    />
  )
}

/** Rows with a line between them; put it in a flush card. */
export function Rows({ className, ...rest }: ComponentPropsWithRef<'div'>) {
  return <div {...rest} className={classes(styles.rows, className)} />
}

export type ListRowProps = {
  title: ReactNode
  detail?: ReactNode
  icon?: ReactNode
  /** At the end of the row: a mark, a number, a time. */
  trail?: ReactNode
  className?: string
} & (
  | { href: string; onPress?: () => void; external?: boolean }
  | { href?: undefined; onPress?: () => void; external?: undefined }
)

/** A row of a list: a link with `href`, a button with `onPress`, plain text with neither. */
export function ListRow({ title, detail, icon, trail, className, href, onPress, external }: ListRowProps) {
  const content = (
    <>
      {icon ? (
        <span className={styles.lead} aria-hidden>
          {icon}
        </span>
      ) : null}
      <span className={styles.body}>
        <span className={styles.title}>{title}</span>
        {detail ? <span className={styles.detail}>{detail}</span> : null}
      </span>
      {trail ? <span className={styles.trail}>{trail}</span> : null}
      {href || onPress ? <IconChevronRight className={styles.chevron} aria-hidden stroke={1.75} /> : null}
    </>
  )
  const name = classes(styles.row, className)
  if (href) {
    return (
      <a
        className={name}
        href={href}
        onClick={onPress}
        target={external ? '_blank' : undefined}
        rel={external ? 'noreferrer' : undefined}
      >
        {content}
      </a>
    )
  }
  if (onPress) {
    return (
      <button type="button" className={name} onClick={onPress}>
        {content}
      </button>
    )
  }
  return <div className={name}>{content}</div>
}

export type SectionHeaderProps = { title: ReactNode; count?: ReactNode; action?: ReactNode; level?: 2 | 3; id?: string }

export function SectionHeader({ title, count, action, level = 2, id }: SectionHeaderProps) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div className={styles.section}>
      <Heading id={id}>
        {title}
        {count === undefined ? null : <span className={styles.count}>{count}</span>}
      </Heading>
      {action}
    </div>
  )
}
