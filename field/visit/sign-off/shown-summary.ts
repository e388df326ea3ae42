import { useEffect, useState } from 'react'
import { type Summary, summary, summaryTemplate, summaryText } from '#core/work-orders/summary.ts'
import type { Visit, WorkDocument } from '#core/work-orders/document.ts'
import { sha256Of } from '../../offline/hash.ts'

/** What is on the screen for the customer, with what a signature says of it (S24). */
export type ShownSummary = {
  summary: Summary
  /** The canonical text, its hash, in which words it was shown. */
  named: { summary: string; summaryHash: string; language: string; template: string }
}

/** Taken once, when the page is opened: what is read is what is signed, whatever happens meanwhile. Null until it is hashed. */
export function useShownSummary(work: WorkDocument, visit: Visit): ShownSummary | null {
  const [taken] = useState(() => summary(work, visit))
  const [shown, setShown] = useState<ShownSummary | null>(null)
  useEffect(() => {
    let wanted = true
    const text = summaryText(taken)
    sha256Of(text).then(
      (summaryHash) => {
        if (wanted)
          setShown({ summary: taken, named: { summary: text, summaryHash, language: 'en', template: summaryTemplate } })
      },
      (error: unknown) => console.error(error),
    )
    return () => {
      wanted = false
    }
  }, [taken])
  return shown
}
