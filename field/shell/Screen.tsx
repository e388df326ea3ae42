import { IconChevronLeft } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { IconButton } from '#ui/blocks/Button.tsx'
import { Banners } from './Banners.tsx'
import { Navigation } from './Navigation.tsx'
import styles from './Screen.module.css'

export type ScreenProps = {
  title: ReactNode
  /** What stands above the title of a page below another. */
  overline?: ReactNode
  onBack?: () => void
  /** At the end of the head. */
  action?: ReactNode
  /** Stays below the head while the page scrolls. */
  below?: ReactNode
  /** Instead of the navigation: the bar with the next thing. */
  bar?: ReactNode
  children: ReactNode
}

/** One page of the phone: a head, what it is about, and a foot where the thumb is. */
export function Screen({ title, overline, onBack, action, below, bar, children }: ScreenProps) {
  const main = useRef<HTMLElement>(null)
  useEffect(() => {
    const shown = main.current
    shown?.addEventListener('focusin', keepClearOfBars)
    return () => shown?.removeEventListener('focusin', keepClearOfBars)
  }, [])
  return (
    <div className={styles.screen}>
      <header className={styles.head}>
        <div className={styles.row}>
          {onBack ? (
            <IconButton label="Back" icon={<IconChevronLeft aria-hidden stroke={1.75} />} onClick={onBack} />
          ) : null}
          <div className={styles.titles}>
            {overline ? <p className={styles.overline}>{overline}</p> : null}
            <h1 className={onBack ? styles.below : styles.title} tabIndex={-1}>
              {title}
            </h1>
          </div>
          {action}
        </div>
        {below}
      </header>
      <main className={styles.main} ref={main}>
        <Banners />
        {children}
      </main>
      {bar ?? <Navigation />}
    </div>
  )
}

/** Of a text field a browser shows the caret alone, under the bar if need be: the whole field stands clear of it. */
function keepClearOfBars({ target }: FocusEvent): void {
  if (!(target instanceof Element) || !target.matches('textarea, input')) return
  requestAnimationFrame(() => target.scrollIntoView({ block: 'nearest' }))
}

/** A part of a page with its own heading. */
export function Section({
  id,
  title,
  count,
  action,
  children,
}: {
  id?: string
  title: ReactNode
  count?: ReactNode
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <section className={styles.section} id={id} tabIndex={id ? -1 : undefined} aria-labelledby={id && `${id}-title`}>
      <div className={styles.sectionHead}>
        <h2 id={id && `${id}-title`}>
          {title}
          {count === undefined ? null : <span className={styles.count}> {count}</span>}
        </h2>
        {action}
      </div>
      {children}
    </section>
  )
}
