import { type HeardStore, useHeard } from './heard.ts'

/** Read out as it changes; not seen. */
export function Heard({ store }: { store: HeardStore }) {
  return (
    <output className="sr-only" aria-live="polite" data-heard>
      {useHeard(store)}
    </output>
  )
}
