import * as z from 'zod'
import type { WeekHours } from './hours.ts'

/** The clock of a day in minutes, `00:00` to `23:59`, and `24:00` where a day may end. */
const opening = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'A time such as 07:30' })
const closing = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { message: 'A time such as 16:30, at most 24:00' })

/** The hours of one day: at most four, one after the other. */
export const zDayHours = z
  .array(
    z
      .object({ from: opening, to: closing })
      .refine(({ from, to }) => from < to, { message: 'The end comes after the beginning.', path: ['to'] }),
  )
  .max(4)
  .refine((hours) => hours.every(({ from }, at) => at === 0 || (hours[at - 1]?.to ?? '') <= from), {
    message: 'Hours follow each other and do not overlap.',
  })

/** Monday first. */
export const zWeekHours: z.ZodType<WeekHours> = z.tuple([
  zDayHours,
  zDayHours,
  zDayHours,
  zDayHours,
  zDayHours,
  zDayHours,
  zDayHours,
])
