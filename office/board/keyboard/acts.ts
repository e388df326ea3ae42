import type { Id } from '#core/kit/ids.ts'
import type { BoardVisit } from '#core/scheduling/board-api.ts'
import { millisecondsOf } from '#core/kit/time.ts'
import type { Carried, Target } from '../carry.ts'
import type { Step } from '../changes.ts'
import { whyNone, whyNotChange, whyNotDispatch, whyNotRecall } from '../menu/reasons.ts'
import { dispatchStep, recallStep, unplanStep } from '../menu/steps.ts'
import type { Line, Row } from '../rows.ts'
import type { Act } from './keys.ts'

type Desktop = {
  visits: ReadonlyMap<Id, BoardVisit>
  lines: readonly Line[]
  chosen: ReadonlySet<Id>
  step: number
  stepOf: (what: Carried, target: Target) => Step | null
}

/** What a key does to a visit, or to all that is chosen with it; or why it does nothing. */
export function acted(
  act: Act,
  held: BoardVisit,
  row: Row['id'],
  { visits, lines, chosen, step, stepOf }: Desktop,
): { step: Step | null; said: string | null } {
  const all = chosen.has(held.id) ? [...chosen].flatMap((id) => visits.get(id) ?? []) : [held]
  switch (act.kind) {
    case 'length': {
      const why = whyNotChange(held)
      if (why) return { step: null, said: why }
      const minutes = held.minutes + act.by * step
      if (minutes < step) return { step: null, said: 'Shorter than this it cannot be' }
      const target: Target = { row, start: millisecondsOf(held.start), minutes, mode: 'move' }
      return { step: stepOf({ kind: 'end', held, row }, target), said: null }
    }
    case 'dispatch':
      return { step: dispatchStep(all), said: whyNone(all, whyNotDispatch) }
    case 'dispatch_row': {
      const line = lines.find((one) => one.kind === 'row' && one.row.id === row)
      const there = line?.kind === 'row' ? line.row.placed.map(({ item }) => item) : []
      return { step: dispatchStep(there), said: whyNone(there, whyNotDispatch) }
    }
    case 'recall':
      return { step: recallStep(all), said: whyNone(all, whyNotRecall) }
    case 'unplan':
      return { step: unplanStep(all), said: whyNone(all, whyNotChange) }
  }
}
