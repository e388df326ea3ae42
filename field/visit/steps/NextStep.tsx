import { useMemo, useState } from 'react'
import { Button } from '#ui/blocks/Button.tsx'
import { hideToasts } from '#ui/blocks/Toast.tsx'
import { sayRefusal, usePhone } from '../../hooks.ts'
import type { VisitCard, WorkOrderView } from '../../offline/views/types.ts'
import { AskForStep } from '../../parts.ts'
import styles from './NextStep.module.css'
import { type Move, movesFor, moveWord, startsClock } from './next.ts'
import { plainStep, useOtherClock, useStep } from './use-steps.ts'

/** The one next thing, and at most one beside it. The rules are asked, not repeated: a reason stands below what cannot be. */
export function NextStep({ view, card }: { view: WorkOrderView; card: VisitCard }) {
  const phone = usePhone()
  const target = useMemo(() => ({ workOrder: card.workOrder, visit: card.visit }), [card.workOrder, card.visit])
  const step = useStep(target)
  const other = useOtherClock(card.visit)
  const [asking, setAsking] = useState<Move | null>(null)
  /** From then on it stays, so that what was typed is there when it opens again. */
  const [hasAsked, setHasAsked] = useState(false)
  const visit = view.order.work.visits.find((one) => one.id === card.visit)
  if (!visit || card.status === 'finished') return null
  const planned = visit.origin === 'office' && visit.plan.state === 'dispatched'
  const { next, beside } = movesFor(card.mine, planned)

  function press(move: Move) {
    if (move === 'pause' || move === 'finish' || (startsClock(move) && other)) {
      hideToasts()
      setHasAsked(true)
      setAsking(move)
    } else void step(move)
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
      {beside ? button(beside, 'secondary') : null}
      <div className={styles.next}>{button(next, 'primary')}</div>
      {hasAsked ? <AskForStep {...{ asking, view, visit, card, other, step }} onClose={() => setAsking(null)} /> : null}
    </div>
  )
}
