import { type ReactNode, useEffect, useRef } from 'react'
import { classes } from '#ui/classes.ts'
import styles from './Gate.module.css'

/** What stands around the pages before one is signed in. */
export function Gate({
  title,
  wide,
  lead,
  children,
}: {
  title: string
  wide?: boolean
  lead?: ReactNode
  children: ReactNode
}) {
  const box = useRef<HTMLDivElement>(null)
  // The page is this form and nothing else, so typing begins in it.
  useEffect(() => box.current?.querySelector('input')?.focus(), [])
  return (
    <main className={styles.gate}>
      <div className={classes(styles.card, wide && styles.wide)}>
        <div className={styles.mark}>
          <img src="/mark.svg" alt="" width={28} height={28} />
          Roundtrip
        </div>
        <div ref={box} className={styles.box}>
          <div className={styles.head}>
            <h1>{title}</h1>
            {lead ? <p>{lead}</p> : null}
          </div>
          {children}
        </div>
      </div>
      <p className={styles.foot}>
        Technicians sign in on their phone, at <a href="/field/">the field app</a>.
      </p>
    </main>
  )
}
