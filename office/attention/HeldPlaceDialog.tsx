import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { type HeldRow, workOrderApi } from '#core/work-orders/api.ts'
import { visitStatus } from '#core/work-orders/visits.ts'
import { visitMarks } from '#ui/status.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { ask, newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { useMay } from '../kit/me.ts'
import { offered } from '../kit/offered.ts'
import { sentenceOf } from '../kit/problem.ts'
import { askWorkOrder } from '../work-orders/command.ts'
import { Dialog } from '../work-orders/dialogs/Dialog.tsx'
import { capturedBy } from './held-content.ts'

type Place = { workOrder: Id; visit: Id | null }

/** Which work order, and which visit of it, an entry belongs to. */
export function HeldPlaceDialog({
  held,
  onClose,
  onPlace,
}: {
  held: HeldRow
  onClose: () => void
  onPlace: (place: Place) => Promise<boolean>
}) {
  const [typed, setTyped] = useState('')
  const [asked] = useDebouncedValue(typed.trim(), 150)
  const [workOrder, setWorkOrder] = useState<Id | null>(held.number === null ? null : held.workOrder)
  const [visit, setVisit] = useState<Id | null>(null)
  const mayDispatch = useMay('dispatch')
  const makeVisit = useMakeVisit(held)
  const query = useQuery({
    ...ask(workOrderApi.listWorkOrders, { query: { q: asked || undefined, limit: 30, sort: '-changed' } }),
    placeholderData: keepPreviousData,
  })
  const found = offered(query, 'The work orders')
  const own = { value: held.workOrder, label: held.number ?? '' }
  const page = useQuery({ ...askWorkOrder(workOrder ?? ''), enabled: workOrder !== null }).data
  const visits = page?.work.visits ?? []
  return (
    <Dialog
      title="Where it belongs"
      action="Apply there"
      reason={workOrder ? null : 'Choose the work order.'}
      onClose={onClose}
      onSubmit={async () => {
        if (!workOrder) return false
        if (visit !== newVisit) return onPlace({ workOrder, visit })
        const made = await makeVisit(workOrder, page?.version ?? 0)
        return made ? onPlace({ workOrder, visit: made }) : false
      }}
    >
      <Select
        label="Work order"
        placeholder="Number, customer, title"
        data-autofocus={held.number === null || undefined}
        searchable
        error={found.error}
        data={[
          ...found.items.map((one) => ({
            value: one.id,
            label: [one.number ?? one.provisional, one.title, one.customer?.name].filter(Boolean).join(' · '),
          })),
          ...(held.number !== null && !found.items.some((one) => one.id === held.workOrder) ? [own] : []),
        ]}
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
        placeholder="As it was captured"
        data-autofocus={held.number !== null || undefined}
        disabled={workOrder === null}
        clearable
        data={[
          ...visits.map((one) => ({
            value: one.id,
            label: `Visit ${one.number} · ${visitMarks[visitStatus(one)].word}`,
          })),
          ...(mayDispatch ? [{ value: newVisit, label: 'Make a visit for it' }] : []),
        ]}
        value={visit}
        onChange={setVisit}
      />
    </Dialog>
  )
}

/** Where no visit is right: one that the office adds for what was done, on the day it was captured. */
const newVisit = 'new'

function useMakeVisit(held: HeldRow): (workOrder: Id, seen: number) => Promise<Id | null> {
  return async (workOrder, seen) => {
    const { technician, at } = capturedBy(held.body)
    const visit = newId()
    const crew = technician ? [technician] : []
    const body = { visit, start: at, minutes: 60, window: null, crew, lead: null }
    try {
      const command = { id: newId(), type: 'plan_visit' as const, body, seen }
      const { sentence } = await call(workOrderApi.sendCommand, { params: { id: workOrder }, body: command })
      if (sentence === null) return visit
      toast(sentence, { urgent: true })
    } catch (error) {
      toast(sentenceOf(error), { urgent: true })
    }
    return null
  }
}
