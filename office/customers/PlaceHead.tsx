import { Button } from '@mantine/core'
import { IconArchive, IconPencil, IconPlus } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { PageHead } from '#ui/office/Page.tsx'
import { MarkBadge } from '#ui/StatusBadge.tsx'
import { refresh } from '../kit/freshness.ts'
import { useMay } from '../kit/me.ts'
import { sentenceOf } from '../kit/problem.ts'
import { useTitle } from '../kit/title.ts'

type Row = { id: Id; name: string; archivedAt: string | null }
type Send = (sent: { params: { id: Id } }) => Promise<unknown>

type Props = {
  kind: 'customer' | 'site' | 'asset'
  row: Row
  /** Links to what it belongs to. */
  crumbs: ReactNode
  detail: string
  /** What a work order raised from here begins with. */
  raise: { customer: Id; site?: Id; asset?: Id }
  archive: Send
  restore: Send
  /** The form it is edited in. */
  dialog: (close: () => void) => ReactNode
}

const archivedMark = { word: 'Archived', tone: 'neutral', icon: IconArchive } as const

/** The head of a customer, a site or an asset: what it is, where it belongs, and what can be done with it. */
export function PlaceHead({ kind, row, crumbs, detail, raise, archive, restore, dialog }: Props) {
  useTitle(row.name)
  const mayEdit = useMay('customers.edit')
  const mayRaise = useMay('work_orders.edit')
  const [editing, setEditing] = useState(false)
  const archiving = useArchiving(kind, row, archive, restore)
  const archived = row.archivedAt !== null
  return (
    <>
      <PageHead
        crumbs={crumbs}
        title={row.name}
        badges={archived ? <MarkBadge mark={archivedMark} look="large" /> : null}
        detail={detail}
        actions={
          <>
            {mayRaise && !archived ? (
              <Button
                renderRoot={(props) => <Link {...props} to="/raise" search={raise} />}
                leftSection={<IconPlus size={16} stroke={2} aria-hidden />}
              >
                Raise a work order
              </Button>
            ) : null}
            {mayEdit ? (
              <>
                <Button
                  variant="default"
                  leftSection={<IconPencil size={15} stroke={1.75} aria-hidden />}
                  onClick={() => setEditing(true)}
                >
                  Edit
                </Button>
                <Button variant="default" loading={archiving.isPending} onClick={() => archiving.mutate(!archived)}>
                  {archived ? 'Restore' : 'Archive'}
                </Button>
              </>
            ) : null}
          </>
        }
      />
      {editing ? dialog(() => setEditing(false)) : null}
    </>
  )
}

/** Takes it off the lists, or brings it back; what was done can be undone at once. */
function useArchiving(kind: Props['kind'], { id, name }: Row, archive: Send, restore: Send) {
  const queries = useQueryClient()
  const set = useMutation({
    mutationFn: (away: boolean) => (away ? archive : restore)({ params: { id } }),
    onSuccess: (_, away) => {
      refresh(queries, [{ kind, id, version: 0 }])
      toast(away ? `${name} archived` : `${name} is back`, { undo: { onUndo: () => set.mutate(!away) } })
    },
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
  })
  return set
}
