import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Contract } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { keyOf } from '../kit/ask.ts'
import { sentenceOf } from '../kit/problem.ts'

type Row = { id: string; name: string }
type Send = (sent: { params: { id: Id } }) => Promise<unknown>

/** Takes a row of the catalogue off its list, or brings it back. */
export function useArchiving(list: Contract, archive: Send, restore: Send) {
  const queries = useQueryClient()
  const set = useMutation({
    mutationFn: ({ row, away }: { row: Row; away: boolean }) => (away ? archive : restore)({ params: { id: row.id } }),
    onSuccess: (_, { row, away }) =>
      toast(away ? `${row.name} archived` : `${row.name} is back`, {
        undo: { onUndo: () => set.mutate({ row, away: !away }) },
      }),
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
    onSettled: () => void queries.invalidateQueries({ queryKey: keyOf(list) }),
  })
  return (row: Row, away: boolean) => set.mutate({ row, away })
}
