import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from '#ui/blocks/Toast.tsx'
import { refresh } from '../kit/freshness.ts'
import { sentenceOf } from '../kit/problem.ts'

type Props = {
  kind: string
  id: string
  name: string
  archived: boolean
  archive: () => Promise<unknown>
  restore: () => Promise<unknown>
}

/** Takes something off the lists, or brings it back; what was done can be undone at once. */
export function ArchiveButton({ kind, id, name, archived, archive, restore }: Props) {
  const queries = useQueryClient()
  const set = useMutation({
    mutationFn: (away: boolean) => (away ? archive() : restore()),
    onSuccess: (_, away) => {
      refresh(queries, [{ kind, id, version: 0 }])
      toast(away ? `${name} archived` : `${name} is back`, { undo: { onUndo: () => set.mutate(!away) } })
    },
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
  })
  return (
    <Button variant="default" loading={set.isPending} onClick={() => set.mutate(!archived)}>
      {archived ? 'Restore' : 'Archive'}
    </Button>
  )
}
