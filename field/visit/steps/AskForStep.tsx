import type { Visit } from '#core/work-orders/document.ts'
import type { Capture } from '../../offline/phone.ts'
import type { TimeLine, VisitCard, WorkOrderView } from '../../offline/views/types.ts'
import { ClockQuestion } from './ClockQuestion.tsx'
import { FinishSheet } from './FinishSheet.tsx'
import { type Move, moveWord } from './next.ts'
import { PauseSheet } from './PauseSheet.tsx'
import type { Plain } from './use-steps.ts'

export type AskForStepProps = {
  /** What was pressed; null once it is done or let be. */
  asking: Move | null
  view: WorkOrderView
  visit: Visit
  card: VisitCard
  /** A clock that runs elsewhere. */
  other: TimeLine | null
  step: (move: Plain, before?: Capture[]) => Promise<void>
  onClose: () => void
}

/** What a press has to ask for before it can be kept. */
export function AskForStep({ asking, view, visit, card, other, step, onClose }: AskForStepProps) {
  return (
    <>
      <PauseSheet
        open={asking === 'pause'}
        target={{ workOrder: card.workOrder, visit: card.visit }}
        onClose={onClose}
      />
      <FinishSheet open={asking === 'finish'} view={view} visit={visit} onClose={onClose} />
      {other && asking && asking !== 'pause' && asking !== 'finish' ? (
        <ClockQuestion
          other={other}
          begin={`${moveWord(asking, card.mine).toLowerCase()} here`}
          onClose={onClose}
          onAgree={async (end) => {
            await step(asking, end)
            onClose()
          }}
        />
      ) : null}
    </>
  )
}
