import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { addDays, localDate } from '#core/kit/time.ts'
import { useNow } from '../kit/clock.ts'
import { Loaded } from '../kit/Loaded.tsx'
import { useMe } from '../kit/me.ts'
import { useTitle } from '../kit/title.ts'
import { BoardView } from './BoardView.tsx'
import { useBoard, useHistory } from './desk.ts'
import { everyRow } from './rows.ts'

const route = getRouteApi('/shell/board')

/** How many days the board shows at once. */
const spans = [1, 3, 7]

/** The board: who goes where and when, and what waits for a place. */
export function BoardPage() {
  useTitle('Board')
  const { zone } = useMe().organization
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const now = useNow()
  const today = localDate(now, zone)
  const from = /^\d{4}-\d\d-\d\d$/.test(search.from ?? '') ? (search.from ?? today) : today
  const days = spans.find((span) => String(span) === search.days) ?? 1
  const board = useBoard({ from, days })
  // What was done on one day can be taken back while another is looked at.
  const remembered = useHistory()
  const wished = useState(everyRow)
  // Work that waits stays chosen while its days are looked through.
  const [chosenItem, setChosenItem] = useState<Id | null>(null)
  const go = (next: { from?: string; days?: number }) =>
    void navigate({
      search: (before) => ({
        ...before,
        ...(next.from === undefined ? {} : { from: next.from === today ? undefined : next.from }),
        ...(next.days === undefined ? {} : { days: next.days === 1 ? undefined : String(next.days) }),
      }),
    })
  return (
    <Loaded query={board} failed="The board could not be shown">
      {(loaded) => (
        <BoardView
          loaded={loaded}
          wanted={{ from, days }}
          today={today}
          now={now}
          remembered={remembered}
          wished={wished}
          chosenItem={chosenItem}
          onChooseItem={setChosenItem}
          onDays={(count) => go({ days: count })}
          onMove={(count) => go({ from: addDays(from, count) })}
          onDay={(date) => go({ from: date })}
        />
      )}
    </Loaded>
  )
}
