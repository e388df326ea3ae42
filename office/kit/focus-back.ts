import { useEffect, useState } from 'react'

/**
 * A dialog that is there only while it is open gives the focus back to what opened it when it goes; where that is gone
 * too, to the page. Without it the next Tab would begin at the top.
 */
export function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (document.activeElement !== null && document.activeElement !== document.body) return
      const back = opener?.isConnected ? opener : document.getElementById('main')
      if (back instanceof HTMLElement) back.focus({ preventScroll: true })
    },
    [opener],
  )
}
