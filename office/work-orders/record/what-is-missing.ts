import type { Id } from '#core/kit/ids.ts'
import type { WorkOrderPage } from '#core/work-orders/api.ts'
import { formatLocalDate } from '#core/kit/time.ts'
import { word } from '#core/work-orders/labels.ts'
import { missing, missingWords } from '#core/work-orders/missing.ts'
import { partsStanding } from '#core/work-orders/needed-parts.ts'
import { isPlanned } from '#core/work-orders/status.ts'
import { blockerSentence } from '../blocker-words.ts'

/** What stands between a work order and its end, each thing by its name. */
export function whatIsMissing(
  page: Pick<WorkOrderPage, 'work' | 'status' | 'blockers' | 'returnNeeds'>,
  nameOf: (technician: Id) => string,
  locale: string,
): string[] {
  const { work, status } = page
  const needs = page.returnNeeds.map(
    (need) => `Visit ${need.number} ended with ${word(need.outcome)}: a return is open.`,
  )
  const { wanted, waiting, expected } = partsStanding(work)
  const parts =
    needs.length === 0 || wanted === 0
      ? []
      : [
          waiting === 0
            ? 'The parts for it are here.'
            : `${partsWords(waiting)}${expected ? `, expected ${formatLocalDate(expected, locale)}` : ''}.`,
        ]
  const blocked = page.blockers.filter((one) => one.code !== 'not_complete').map((one) => blockerSentence(one, nameOf))
  const visit = work.visits.findLast((one) => one.plan.state !== 'cancelled')
  const open = visit && isPlanned(visit) ? missing(work, visit, 'done').map(missingWords) : []
  return [
    ...(status === 'unscheduled' && needs.length === 0 ? ['No visit is planned.'] : []),
    ...needs,
    ...parts,
    ...blocked,
    ...(visit && open.length > 0 ? [`Visit ${visit.number} still needs ${open.join(', ')}.`] : []),
  ]
}

function partsWords(waiting: number): string {
  return waiting === 1 ? 'It waits for a part' : `It waits for ${waiting} parts`
}
