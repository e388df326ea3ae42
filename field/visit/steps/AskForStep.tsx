import type { Visit } from '#core/work-orders/document.ts'
import { startCheck, startDay } from '#core/work-orders/forms.ts'
import type { Capture } from '../../offline/phone.ts'
import type { TimeLine, VisitCard, WorkOrderView } from '../../offline/views/types.ts'
import { ClockQuestion } from './ClockQuestion.tsx'
import { FinishSheet } from './FinishSheet.tsx'
import { type Move, moveWord } from './next.ts'
import { PauseSheet } from './PauseSheet.tsx'
import { RiskActions, RiskSheet } from './RiskSheet.tsx'
import type { Plain } from './use-steps.ts'

export type AskForStepProps = {
  /** What was pressed; null once it is done or let be. */
  asking: Move | null
  /** The day the risk assessment is asked for; null while it is not. */
  assessing: string | null
  view: WorkOrderView
  visit: Visit
  card: VisitCard
  /** A clock that runs elsewhere. */
  other: TimeLine | null
  step: (move: Plain, before?: Capture[]) => Promise<void>
  onClose: () => void
  onAssessed: () => void
  /** Work must not start: the visit ends as unsafe. */
  onUnsafe: () => void
}

/** What a press has to ask for before it can be kept. */
export function AskForStep(props: AskForStepProps) {
  const { asking, assessing, view, visit, card, other, step, onClose, onAssessed, onUnsafe } = props
  const day = startDay(view.order.work, visit)
  const isBlocked = day !== null && startCheck(view.order.work, visit, day).blocked.length > 0
  return (
    <>
      <PauseSheet
        open={asking === 'pause'}
        target={{ workOrder: card.workOrder, visit: card.visit }}
        onClose={onClose}
      />
      <FinishSheet
        key={isBlocked ? 'blocked' : 'free'}
        preset={isBlocked ? 'unsafe' : 'done'}
        open={asking === 'finish'}
        view={view}
        visit={visit}
        onClose={onClose}
      />
      {assessing ? (
        <RiskSheet
          view={view}
          visit={visit}
          card={card}
          day={assessing}
          onClose={onAssessed}
          actions={<RiskActions view={view} visit={visit} day={assessing} onStart={onAssessed} onUnsafe={onUnsafe} />}
        />
      ) : null}
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
