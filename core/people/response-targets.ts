import * as z from 'zod'
import { type Priority, pauseReasons, type PauseReason } from '../work-orders/words.ts'

/** `working_hours`: the organization's, at the clock of the site, without its holidays. */
export const targetCalendars = ['around_the_clock', 'working_hours'] as const

/** Minutes of open time, at most a year; null: nothing is promised. */
const zMinutes = z.int().min(1).max(525_600).nullable()

export const zResponseTarget = z
  .object({ calendar: z.enum(targetCalendars), acknowledge: zMinutes, arrive: zMinutes, resolve: zMinutes })
  .refine(({ acknowledge, arrive }) => acknowledge === null || arrive === null || acknowledge <= arrive, {
    path: ['arrive'],
    message: 'Arriving is not due before acknowledging.',
  })
  .refine(
    ({ acknowledge, arrive, resolve }) => resolve === null || Math.max(acknowledge ?? 0, arrive ?? 0) <= resolve,
    {
      path: ['resolve'],
      message: 'Resolving is not due before what comes before it.',
    },
  )
export type ResponseTarget = z.output<typeof zResponseTarget>

/** What is promised where no agreement says otherwise. */
export const zResponseTargets = z.object({
  P1: zResponseTarget,
  P2: zResponseTarget,
  P3: zResponseTarget,
  P4: zResponseTarget,
})
export type ResponseTargets = Readonly<Record<Priority, ResponseTarget>>

export const zPausingReasons = z
  .array(z.enum(pauseReasons))
  .max(pauseReasons.length)
  .refine((reasons) => new Set(reasons).size === reasons.length, { message: 'Each reason once' })

const hours = 60

export const defaultResponseTargets: ResponseTargets = {
  P1: { calendar: 'around_the_clock', acknowledge: 30, arrive: 4 * hours, resolve: null },
  P2: { calendar: 'around_the_clock', acknowledge: 2 * hours, arrive: 24 * hours, resolve: null },
  // Three days and ten of nine hours.
  P3: { calendar: 'working_hours', acknowledge: 9 * hours, arrive: 27 * hours, resolve: null },
  P4: { calendar: 'working_hours', acknowledge: 18 * hours, arrive: 90 * hours, resolve: null },
}

/** What waits for the customer or the sky; parts are ours to have. */
export const defaultPausingReasons: readonly PauseReason[] = ['customer', 'access', 'approval', 'weather']
