import { Toast as Base } from '@base-ui/react/toast'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './Toast.module.css'

const manager = Base.createToastManager<{ urgent: boolean }>()

export type ToastOptions = {
  /** Taking back what was just done; the button is there for as long as the toast. */
  undo?: { label?: string; onUndo: () => void }
  /** Read out at once, stays until closed. For what the person must know. */
  urgent?: boolean
}

/** Says what was done. Callable from anywhere below a `ToastHost`. */
export function toast(message: string, { undo, urgent }: ToastOptions = {}): void {
  const id = manager.add({
    title: message,
    // An urgent one is an alert of our own: the library's are hidden from readers until they are focused, buttons and all.
    priority: 'low',
    data: { urgent: urgent ?? false },
    timeout: urgent ? 0 : undo ? 8000 : 4500,
    actionProps: undo
      ? {
          children: undo.label ?? 'Undo',
          onClick: () => {
            undo.onUndo()
            manager.close(id)
          },
        }
      : undefined,
  })
}

/** What was said is put away: something takes the whole screen. */
export function hideToasts(): void {
  manager.close()
}

function Toasts() {
  const { toasts } = Base.useToastManager<{ urgent: boolean }>()
  return toasts.map((item) => (
    <Base.Root key={item.id} toast={item} className={styles.toast} swipeDirection={['down', 'left', 'right']}>
      <Base.Content className={styles.content}>
        <div className={styles.words} role={item.data?.urgent ? 'alert' : undefined}>
          <Base.Title />
        </div>
        <Base.Action className={styles.action} />
        <Base.Close className={styles.close} aria-label="Close" aria-hidden={false}>
          <IconX aria-hidden stroke={1.75} />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ))
}

/** Once per app, around everything. Set `--toast-lift` on the root to stand above a sticky bar. */
export function ToastHost({ children, limit = 2 }: { children: ReactNode; limit?: number }) {
  return (
    <Base.Provider toastManager={manager} limit={limit}>
      {children}
      <Base.Portal>
        <Base.Viewport className={styles.viewport}>
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}
