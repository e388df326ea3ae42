import { Dialog as Base } from '@base-ui/react/dialog'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { IconButton } from './Button.tsx'
import styles from './Overlay.module.css'

export type OverlayProps = {
  open: boolean
  onClose: () => void
  title: string
  /** One or two sentences, read out with the title. */
  description?: ReactNode
  children?: ReactNode
  /** Buttons that stay in view; they share the width. */
  actions?: ReactNode
  closeLabel?: string
}

function Overlay({
  open,
  onClose,
  title,
  description,
  children,
  actions,
  closeLabel = 'Close',
  popup,
}: OverlayProps & { popup: string | undefined }) {
  return (
    <Base.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={popup}>
          <div className={styles.head}>
            <Base.Title>{title}</Base.Title>
            <Base.Close render={<IconButton label={closeLabel} icon={<IconX aria-hidden stroke={1.75} />} />} />
          </div>
          <div className={styles.content}>
            {description ? <Base.Description className={styles.description}>{description}</Base.Description> : null}
            {children}
          </div>
          {actions ? <div className={styles.foot}>{actions}</div> : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** Comes up from the bottom, where the thumb is. For choosing and entering. */
export function Sheet(props: OverlayProps) {
  return <Overlay {...props} popup={styles.sheet} />
}

/** In the middle. For the rare question that must be answered first. */
export function Dialog(props: OverlayProps) {
  return <Overlay {...props} popup={styles.dialog} />
}
