import { sentence } from '#core/kit/sentences.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Blocker } from '#core/work-orders/missing.ts'

/** What stands in the way, in words; with the names of people at hand it says whose clock runs. */
export function blockerSentence(blocker: Blocker, nameOf?: (technician: Id) => string): string {
  if (blocker.code === 'time_open' && nameOf)
    return blocker.technicians.map((technician) => sentence('clock_of', { technician: nameOf(technician) })).join(' ')
  if ('params' in blocker) return sentence(blocker.code, blocker.params)
  return sentence(blocker.code, 'count' in blocker ? { count: blocker.count } : {})
}
