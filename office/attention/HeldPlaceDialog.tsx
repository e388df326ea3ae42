import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { visitStatus } from '#core/work-orders/visits.ts'
import { visitMarks } from '#ui/status.ts'
import { ask } from '../kit/ask.ts'
import { offered } from '../kit/offered.ts'
import { askWorkOrder } from '../work-orders/command.ts'
import { Dialog } from '../work-orders/dialogs/Dialog.tsx'

type Place = { workOrder: Id; visit: Id | null }

/** Which work order, and which visit of it, an entry belongs to. */
export function HeldPlaceDialog({
  onClose,
  onPlace,
}: {
  onClose: () => void
  onPlace: (place: Place) => Promise<boolean>
}) {
  const [typed, setTyped] = useState('')
  const [asked] = useDebouncedValue(typed.trim(), 150)
  const [workOrder, setWorkOrder] = useState<Id | null>(null)
  const [visit, setVisit] = useState<Id | null>(null)
  const query = useQuery({
    ...ask(workOrderApi.listWorkOrders, { query: { q: asked || undefined, limit: 30, sort: '-changed' } }),
    placeholderData: keepPreviousData,
  })
  const found = offered(query, 'The work orders')
  const page = useQuery({ ...askWorkOrder(workOrder ?? ''), enabled: workOrder !== null }).data
  const visits = page?.work.visits ?? []
  return (
    <Dialog
      title="Where it belongs"
      action="Apply there"
      reason={workOrder ? null : 'Choose the work order.'}
      onClose={onClose}
      onSubmit={async () => (workOrder ? onPlace({ workOrder, visit }) : false)}
    >
      <Select
        label="Work order"
        placeholder="Number, customer, title"
        data-autofocus
        searchable
        error={found.error}
        data={found.items.map((one) => ({
          value: one.id,
          label: [one.number ?? one.provisional, one.title, one.customer?.name].filter(Boolean).join(' · '),
        }))}
        filter={({ options }) => options}
        onSearchChange={setTyped}
        value={workOrder}
        nothingFoundMessage="No work order of these words"
        onChange={(id) => {
          setWorkOrder(id)
          setVisit(null)
        }}
      />
      <Select
        label="Visit"
        placeholder={visits.length === 0 ? 'No visit' : 'As it was captured'}
        disabled={visits.length === 0}
        clearable
        data={visits.map((one) => ({
          value: one.id,
          label: `Visit ${one.number} · ${visitMarks[visitStatus(one)].word}`,
        }))}
        value={visit}
        onChange={setVisit}
      />
    </Dialog>
  )
}
