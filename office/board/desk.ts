import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { oneAfterAnother } from '#core/kit/one-after-another.ts'
import { sentence } from '#core/kit/sentences.ts'
import type { LocalDate } from '#core/kit/time.ts'
import { type Board, boardApi } from '#core/scheduling/board-api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { ask, newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { onChanges } from '../kit/freshness.ts'
import { useMe } from '../kit/me.ts'
import { applied, type Change, isOfVisit, merged, type Step, withProposals } from './changes.ts'
import { did, gaveUp, type History, noHistory, redid, redoing, undid, undoing } from './history.ts'
import { sendChange } from './sending.ts'

export type Days = { from: LocalDate; days: number }

export function askBoard({ from, days }: Days) {
  return ask(boardApi.readBoard, { query: { from, days } })
}

/** What a planner does with the board: every change is on the screen at once and sent; others' changes come in. */
export type Desk = {
  board: Board
  /** Whether something done here is not confirmed yet. */
  sending: boolean
  doStep: (step: Step) => Promise<boolean>
  /** Whether a work order was changed here just now: what comes in of it is nobody else's doing. */
  isOwn: (workOrder: Id) => boolean
  undo: () => void
  redo: () => void
  /** What would be taken back or done again, in words; null where there is nothing. */
  undoes: string | null
  redoes: string | null
}

/** What can be taken back, kept by whoever outlives a change of days. */
export type Remembered = ReturnType<typeof useHistory>

/**
 * The days of the board with what was done and not confirmed yet laid over them. A change somebody else was faster with is
 * refused, shown as they left it, and said.
 */
export function useDesk(days: Days, loaded: Board, remembered: Remembered): Desk {
  const queries = useQueryClient()
  const me = useMe()
  const [pending, setPending] = useState<readonly Change[]>([])
  const { history, shown, keep: keepHistory } = remembered
  const follow = useFollowing(queries, days)
  // A change stands on the one before it, and names the plan that one made.
  const [inTurn] = useState(oneAfterAnother)
  const own = useOwn()

  /** Sends a step that is on the screen already, change by change. @returns what of it was done */
  const send = useCallback(
    async (step: Step): Promise<Step> => {
      own.note(step)
      const done: Change[] = []
      const refusals: string[] = []
      for (const change of step.changes) {
        const seen = isOfVisit(change)
          ? (loaded.visits.find(({ workOrder }) => workOrder === change.workOrder)?.version ?? 0)
          : 0
        const sent = await sendChange(queries, me, change, seen)
        if (sent.ok) {
          done.push(change)
          queries.setQueryData(askBoard(days).queryKey, (board) => board && withProposals(board, change))
        } else refusals.push(sent.sentence)
      }
      own.note(step)
      await follow(step.changes.flatMap((change) => (isOfVisit(change) ? [change.workOrder] : [])))
      setPending((before) => before.filter((change) => !step.changes.includes(change)))
      const [first] = refusals
      if (first) toast(refusals.length === 1 ? first : `${refusals.length} refused. ${first}`, { urgent: true })
      return { ...step, changes: done }
    },
    [queries, me, days, follow, loaded, own],
  )

  /** In its turn: what is taken back is what was done last, not what happened to be confirmed when the key was pressed. */
  const back = useCallback(
    (which: 'undo' | 'redo') =>
      inTurn(async () => {
        const step = (which === 'undo' ? undoing : redoing)(history.current, newId)
        if (!step) return
        setPending((before) => [...before, ...step.changes])
        const done = await send(step)
        const all = done.changes.length === step.changes.length
        const after = which === 'undo' ? undid : redid
        keepHistory((before) => (all ? after(before, step) : gaveUp(before, which === 'undo' ? 'done' : 'undone')))
        if (all) toast(which === 'undo' ? `Taken back: ${step.words}` : `Done again: ${step.words}`)
      }),
    [history, keepHistory, inTurn, send],
  )

  const board = useMemo(() => pending.reduce(applied, loaded), [pending, loaded])
  return {
    board,
    sending: pending.length > 0,
    isOwn: own.is,
    doStep: useCallback(
      async (step) => {
        if (!me.actor.abilities.includes('dispatch')) {
          toast(sentence('not_allowed'), { urgent: true })
          return false
        }
        setPending((before) => [...before, ...step.changes])
        return inTurn(async () => {
          const done = await send(step)
          if (done.changes.length > 0) keepHistory((before) => did(before, done))
          return done.changes.length === step.changes.length
        })
      },
      [me, inTurn, keepHistory, send],
    ),
    undo: useCallback(() => void back('undo'), [back]),
    redo: useCallback(() => void back('redo'), [back]),
    undoes: shown.done.at(-1)?.words ?? null,
    redoes: shown.undone.at(-1)?.words ?? null,
  }
}

/** The steps done here: as they are now for what follows, and as they are drawn. */
export function useHistory() {
  const history = useRef<History>(noHistory)
  const [shown, setShown] = useState<History>(noHistory)
  const keep = useCallback((change: (before: History) => History) => {
    history.current = change(history.current)
    setShown(history.current)
  }, [])
  return { history, shown, keep }
}

/** How long after a change of one's own news of the same work order are taken for it. */
const echo = 5000

function useOwn() {
  const [changed] = useState(() => new Map<Id, number>())
  return useMemo(
    () => ({
      note: ({ changes }: Step) => {
        for (const change of changes) if (isOfVisit(change)) changed.set(change.workOrder, Date.now())
      },
      is: (workOrder: Id) => Date.now() - (changed.get(workOrder) ?? 0) < echo,
    }),
    [changed],
  )
}

/** Past this many changes at once the whole board is read anew. */
const atMost = 100

/** Reads anew what changed, and only that: by a change of one's own, or as the live stream tells of others'. */
function useFollowing(queries: QueryClient, { from, days }: Days): (workOrders: readonly Id[]) => Promise<void> {
  const [inTurn] = useState(oneAfterAnother)
  const follow = useCallback(
    (workOrders: readonly Id[]) => {
      const ids = new Set(workOrders)
      // What could not be read in part is read as a whole as soon as it can be: the board shows no plan that has changed.
      return inTurn(() => readAnew(queries, { from, days }, ids)).catch(
        () => void queries.invalidateQueries({ queryKey: askBoard({ from, days }).queryKey }),
      )
    },
    [queries, from, days, inTurn],
  )
  useEffect(
    () =>
      onChanges((changes) => {
        const ids = changes.flatMap(({ kind, id }) => (kind === 'work_order' ? [id] : []))
        if (ids.length > 0) void follow(ids)
      }),
    [follow],
  )
  return follow
}

async function readAnew(queries: QueryClient, days: Days, ids: ReadonlySet<Id>): Promise<void> {
  const { queryKey } = askBoard(days)
  if (ids.size === 0 || !queries.getQueryData(queryKey)) return
  if (ids.size > atMost) return queries.invalidateQueries({ queryKey })
  const part = await call(boardApi.readBoard, {
    query: { ...days, workOrders: [...ids].join(',') },
  })
  queries.setQueryData(queryKey, (board) => (board ? merged(board, part, ids) : board))
}

export function useBoard(days: Days) {
  return useQuery({ ...askBoard(days), placeholderData: keepPreviousData })
}
