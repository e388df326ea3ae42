import { type DayCommandType, dayBodies, isDayCommand } from '#core/fieldwork/day.ts'
import { fieldworkApi } from '#core/fieldwork/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { addMinutes } from '#core/kit/time.ts'
import type * as z from 'zod'
import { newId } from '#server/platform/ids.ts'
import { type Company, morning, type Phone } from '../support/company.ts'
import { about, type Entry, type Tally } from './kinds.ts'

type Body<T extends DayCommandType> = z.infer<(typeof dayBodies)[T]>
const span = { from: morning, to: addMinutes(morning, 30) }

/** What a technician's own day takes; `recorded` is the entry made before. A new command without an entry does not compile. */
const dayTable: { readonly [T in DayCommandType]: (recorded: Id) => Body<T> } = {
  start_activity: () => ({ activity: 'depot', at: morning, note: '' }),
  end_activity: () => ({ at: addMinutes(morning, 10) }),
  record_day_time: () => ({ activity: 'training', ...span, note: '' }),
  correct_day_time: (entry) => ({ entry, ...span, reason: 'It was half an hour' }),
  withdraw_day_time: (entry) => ({ entry, at: morning, reason: '' }),
  settle_day_flag: (entry) => ({ flag: `time_recorded_by_other:${entry}`, note: '' }),
}
/** The office's alone: a phone is refused. */
const notForPhones: readonly DayCommandType[] = ['settle_day_flag']

type Recorded = { technician: Id; entry: Id }

async function record(phone: Phone, technician: Id): Promise<Recorded> {
  const entry = newId()
  const day = { kind: 'day', id: technician } as const
  await phone.push([phone.freeze(day, 'record_day_time', dayTable.record_day_time(entry), entry)])
  return { technician, entry }
}

/** A mate's entry on somebody's day: the office is told of it. */
function flagged({ seeder, phones }: Company, phone: Phone): Promise<Recorded> {
  const [mate] = phones.filter((one) => one.technician !== phone.technician)
  return record(mate ?? phone, mate ? phone.technician : seeder.technician)
}

async function handIn(phone: Phone, { technician, entry }: Recorded, type: DayCommandType, tally: Tally) {
  const day = { kind: 'day', id: technician } as const
  const [answer] = await phone.handIn([phone.freeze(day, type, dayTable[type](entry))])
  if (answer?.outcome === 'applied') return
  if (answer?.outcome !== 'refused' || !notForPhones.includes(type)) throw new Error(`it came to ${answer?.outcome}`)
  tally.refused++
}

export const dayWrites: Record<string, Entry> = Object.fromEntries(
  Object.keys(dayBodies)
    .filter(isDayCommand)
    .map((type): [string, Entry] => [
      `push ${type}`,
      about(
        (_company, phone) => record(phone, phone.technician),
        (_company, recorded, { phone }) =>
          (tally) =>
            handIn(phone, recorded, type, tally),
      ),
    ]),
)

export const dayRoutes = {
  settleDayFlag: about(
    flagged,
    ({ owner }, { technician, entry }) =>
      () =>
        owner.call(fieldworkApi.settleDayFlag, {
          params: { id: technician },
          body: { id: newId(), ...dayTable.settle_day_flag(entry) },
        }),
  ),
} satisfies Record<string, Entry>
