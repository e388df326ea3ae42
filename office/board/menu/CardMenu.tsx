import { Menu } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import styles from './Menu.module.css'

type Props = {
  /** What it is the menu of, for a screen reader. */
  label: string
  x: number
  y: number
  onClose: () => void
  children: ReactNode
}

/** A menu where the pointer is, or under the card the keyboard is on. Its first line has the focus at once. */
export function CardMenu({ label, x, y, onClose, children }: Props) {
  const dropdown = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const frame = requestAnimationFrame(() =>
      dropdown.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus({ preventScroll: true }),
    )
    return () => cancelAnimationFrame(frame)
  }, [])
  return (
    <Menu
      opened
      onChange={(opened) => (opened ? undefined : onClose())}
      position="bottom-start"
      floatingStrategy="fixed"
      returnFocus={false}
      // The key that opened it is still on its way when it stands.
      clickOutsideEvents={['mousedown', 'touchstart']}
      width={250}
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>
        <button type="button" tabIndex={-1} className={styles.at} style={{ left: x, top: y }} aria-label={label} />
      </Menu.Target>
      <Menu.Dropdown ref={dropdown} aria-label={label} className={styles.menu}>
        {children}
      </Menu.Dropdown>
    </Menu>
  )
}
