import { useCallback } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { useAct, usePhone, useTime } from '../../hooks.ts'
import type { Capture, Phone } from '../../offline/phone.ts'
import type { TimeLine } from '../../offline/views/types.ts'
import { doneWords, type Move } from './next.ts'

export type Plain = Exclude<Move, 'pause' | 'finish'>
export type StepTarget = { workOrder: Id; visit: Id }

export function plainStep(phone: Phone, { workOrder, visit }: StepTarget, move: Plain): Capture {
  return { workOrder, command: { type: move, body: phone.fact(visit) } }
}

/**
 * What ends another clock, to be captured together with what starts this one. A clock of the day that another phone
 * started is ended by a correction: only the phone that started it has the button.
 */
export function endOf(phone: Phone, running: TimeLine): Capture[] {
  if (running.workOrder) {
    const { id: workOrder, visit } = running.workOrder
    const leave = plainStep(phone, { workOrder, visit }, 'leave')
    return phone.whyNot(leave) ? [] : [leave]
  }
  const at = phone.now()
  const end: Capture = { day: true, command: { type: 'end_activity', body: { at } } }
  if (phone.whyNot(end) === null) return [end]
  const body = { entry: running.id, from: running.from, to: at, reason: 'Ended from another phone' }
  return [{ day: true, command: { type: 'correct_day_time', body } }]
}

/** The clock that runs elsewhere: on another visit, or of one's own day. */
export function useOtherClock(visit: Id | null): TimeLine | null {
  const { running } = useTime()
  return running && running.workOrder?.visit !== visit ? running : null
}

/** One press, kept at once, with the way back. */
export function useStep(target: StepTarget): (move: Plain, before?: Capture[]) => Promise<void> {
  const phone = usePhone()
  const act = useAct(target.workOrder)
  return useCallback(
    async (move, before = []) => {
      await act([...before, plainStep(phone, target, move)], { done: doneWords[move], undo: true })
    },
    [act, phone, target],
  )
}
