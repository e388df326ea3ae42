import { useMemo, useState } from 'react'
import { localDate } from '#core/kit/time.ts'
import { startCheck, startDay } from '#core/work-orders/forms.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { hideToasts } from '#ui/blocks/Toast.tsx'
import { sayRefusal, usePhone } from '../../hooks.ts'
import type { Capture } from '../../offline/phone.ts'
import type { VisitCard, WorkOrderView } from '../../offline/views/types.ts'
import { AskForStep } from '../../parts.ts'
import styles from './NextStep.module.css'
import { type Move, movesFor, moveWord, startsClock } from './next.ts'
import { type Plain, plainStep, useOtherClock, useStep } from './use-steps.ts'

/** The one next thing, and at most one beside it. The rules are asked, not repeated: a reason stands below what cannot be. */
export function NextStep({ view, card }: { view: WorkOrderView; card: VisitCard }) {
  const phone = usePhone()
  const target = useMemo(() => ({ workOrder: card.workOrder, visit: card.visit }), [card.workOrder, card.visit])
  const step = useStep(target)
  const other = useOtherClock(card.visit)
  const [asking, setAsking] = useState<Move | null>(null)
  /** From then on it stays, so that what was typed is there when it opens again. */
  const [hasAsked, setHasAsked] = useState(false)
  const [assessing, setAssessing] = useState<string | null>(null)
  const { work } = view.order
  const visit = work.visits.find((one) => one.id === card.visit)
  if (!visit || card.status === 'finished') return null
  const on = visit
  const owes = (day: string) => {
    const check = startCheck(work, on, day)
    return check.asks && (check.open.length > 0 || check.blocked.length > 0)
  }
  /** The day the work was last begun on: whoever works past midnight is not asked in between. */
  const begun = card.mine === 'on_site' ? startDay(work, on) : null
  const isHeld = begun !== null && owes(begun)
  /** Arrived or back at work: the risk assessment of the day comes first, if it was not made. */
  async function go(move: Plain, before?: Capture[]) {
    const today = localDate(phone.now(), work.zone)
    const asks = (move === 'arrive' || move === 'resume') && owes(today)
    await step(move, before)
    if (!asks) return
    hideToasts()
    setHasAsked(true)
    setAssessing(today)
  }
  const planned = visit.origin === 'office' && visit.plan.state === 'dispatched'
  const { next, beside } = movesFor(card.mine, planned)

  function press(move: Move) {
    if (move === 'pause' || move === 'finish' || (startsClock(move) && other)) {
      hideToasts()
      setHasAsked(true)
      setAsking(move)
    } else void go(move)
  }
  function button(move: Move, kind: 'primary' | 'secondary') {
    const refusal = move === 'pause' || move === 'finish' ? null : phone.whyNot(plainStep(phone, target, move))
    return (
      <Button kind={kind} size="large" wide reason={refusal ? sayRefusal(refusal) : null} onClick={() => press(move)}>
        {moveWord(move, card.mine)}
      </Button>
    )
  }
  return (
    <div className={styles.steps}>
      {isHeld ? button('finish', 'secondary') : beside ? button(beside, 'secondary') : null}
      <div className={styles.next}>
        {isHeld ? (
          <Button
            kind="primary"
            size="large"
            wide
            onClick={() => {
              hideToasts()
              setHasAsked(true)
              setAssessing(begun)
            }}
          >
            Risk assessment
          </Button>
        ) : (
          button(next, 'primary')
        )}
      </div>
      {hasAsked ? (
        <AskForStep
          {...{ asking, assessing, view, visit, card, other }}
          step={go}
          onClose={() => setAsking(null)}
          onAssessed={() => setAssessing(null)}
          onUnsafe={() => {
            setAssessing(null)
            setAsking('finish')
          }}
        />
      ) : null}
    </div>
  )
}
