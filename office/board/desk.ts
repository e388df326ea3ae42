import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
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
  undo: () => void
  redo: () => void
  /** What would be taken back or done again, in words; null where there is nothing. */
  undoes: string | null
  redoes: string | null
}

/**
 * The days of the board with what was done and not confirmed yet laid over them. A change somebody else was faster with is
 * refused, shown as they left it, and said.
 */
export function useDesk(days: Days, loaded: Board): Desk {
  const queries = useQueryClient()
  const me = useMe()
  const [pending, setPending] = useState<readonly Change[]>([])
  const [history, setHistory] = useState<History>(noHistory)
  const follow = useFollowing(queries, days)

  /** Sends a step, change by change. @returns what of it was done */
  const send = useCallback(
    async (step: Step): Promise<Step> => {
      setPending((before) => [...before, ...step.changes])
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
      await follow(step.changes.flatMap((change) => (isOfVisit(change) ? [change.workOrder] : [])))
      setPending((before) => before.filter((change) => !step.changes.includes(change)))
      const [first] = refusals
      if (first) toast(refusals.length === 1 ? first : `${refusals.length} refused. ${first}`, { urgent: true })
      return { ...step, changes: done }
    },
    [queries, me, days, follow, loaded],
  )

  const back = useCallback(
    async (which: 'undo' | 'redo') => {
      const step = which === 'undo' ? undoing(history, newId) : redoing(history, newId)
      if (!step) return
      const done = await send(step)
      const all = done.changes.length === step.changes.length
      const after = which === 'undo' ? undid : redid
      setHistory((before) => (all ? after(before, step) : gaveUp(before, which === 'undo' ? 'done' : 'undone')))
      if (all) toast(which === 'undo' ? `Taken back: ${step.words}` : `Done again: ${step.words}`)
    },
    [history, send],
  )

  const board = useMemo(() => pending.reduce(applied, loaded), [pending, loaded])
  return {
    board,
    sending: pending.length > 0,
    doStep: useCallback(
      async (step) => {
        const done = await send(step)
        if (done.changes.length > 0) setHistory((before) => did(before, done))
        return done.changes.length === step.changes.length
      },
      [send],
    ),
    undo: useCallback(() => void back('undo'), [back]),
    redo: useCallback(() => void back('redo'), [back]),
    undoes: history.done.at(-1)?.words ?? null,
    redoes: history.undone.at(-1)?.words ?? null,
  }
}

/** Past this many changes at once the whole board is read anew. */
const atMost = 100

/** Reads anew what changed, and only that: by a change of one's own, or as the live stream tells of others'. */
function useFollowing(queries: QueryClient, { from, days }: Days): (workOrders: readonly Id[]) => Promise<void> {
  const running = useRef<Promise<void>>(Promise.resolve())
  const follow = useCallback(
    (workOrders: readonly Id[]) => {
      const ids = new Set(workOrders)
      const next = running.current.then(() => readAnew(queries, { from, days }, ids))
      running.current = next.catch(() => undefined)
      return running.current
    },
    [queries, from, days],
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
  return useQuery(askBoard(days))
}
