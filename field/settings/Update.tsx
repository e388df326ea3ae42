import { Button } from '#ui/blocks/Button.tsx'
import { useAgenda, useField, useWatched } from '../hooks.ts'
import forms from '../shell/forms.module.css'

/** A newer version waits until no visit is open, and until somebody wants it (S30). */
export function Update() {
  const { updates } = useField()
  const waiting = useWatched(updates.waiting)
  const { now } = useAgenda()
  if (!waiting) return null
  return (
    <div className={forms.tight}>
      <p className={forms.soft}>An update is ready.</p>
      <Button
        onClick={updates.takeOver}
        reason={now.length > 0 ? 'It waits until your visit is finished or left.' : null}
      >
        Use it now
      </Button>
    </div>
  )
}
