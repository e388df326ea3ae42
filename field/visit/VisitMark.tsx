import { type BadgeLook, OutcomeBadge, VisitBadge } from '#ui/StatusBadge.tsx'
import type { VisitCard } from '../offline/views/types.ts'
import { leftOpen } from '../words.ts'

type Props = BadgeLook & { card: Pick<VisitCard, 'outcome' | 'status' | 'mine'> }

/** How a visit stands: its outcome, else its status. One that was left without an outcome says so. */
export function VisitMark({ card, word, ...look }: Props) {
  if (card.outcome) return <OutcomeBadge outcome={card.outcome} {...look} />
  const isLeft = card.mine === 'left' && card.status === 'left'
  return <VisitBadge status={card.status} word={word ?? (isLeft ? leftOpen : undefined)} {...look} />
}
