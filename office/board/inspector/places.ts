import { useQuery } from '@tanstack/react-query'
import { boardApi } from '#core/scheduling/board-api.ts'
import { ask } from '../../kit/ask.ts'
import { isProposed, isWaiting, type Placeable } from '../menu/steps.ts'

/** How many days ahead a place is looked for. */
const ahead = 14

/** The best places for work, while somebody looks for one. The panel and the grid ask the same and get one answer. */
export function usePlaces(work: Placeable | null) {
  return useQuery({ ...askPlaces(work), enabled: work !== null })
}

function askPlaces(work: Placeable | null) {
  if (work && isProposed(work)) return ask(boardApi.readProposedPlaces, { params: { id: work.id } })
  const visit = work && !isWaiting(work) ? work.id : work?.visit
  return ask(boardApi.readPlaces, {
    params: { id: work?.workOrder ?? '' },
    query: { days: ahead, ...(visit ? { visit } : {}) },
  })
}
