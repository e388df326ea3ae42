import { Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { parseDecimal, quantityToDecimal } from '#core/kit/money.ts'
import type { CommandBody } from '#core/work-orders/commands.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import type { WorkOrderEvent } from '#core/work-orders/events.ts'
import { heading } from '#core/work-orders/labels.ts'
import { audiences, type Audience, photoPhases, type PhotoPhase } from '#core/work-orders/words.ts'
import { now } from '../../kit/clock.ts'
import { instantOf, type Moment, momentOf } from '../../kit/moment.ts'
import { MomentInput } from '../../kit/MomentInput.tsx'
import { useOrder } from '../order-context.ts'
import { Dialog } from './Dialog.tsx'
import styles from './Dialog.module.css'

type Changes = CommandBody<'amend'>['changes']

const steps: ReadonlySet<string> = new Set([
  'accepted',
  'travelled',
  'arrived',
  'paused',
  'resumed',
  'left',
  'finished',
])

export function canAmend(event: WorkOrderEvent): boolean {
  return steps.has(event.type) || event.type === 'noted' || event.type === 'photographed' || event.type === 'part_added'
}

type Draft = {
  at: Moment
  text: string
  audience: Audience
  caption: string
  phase: PhotoPhase
  quantity: string
  serial: string
}

/** As the record says now, which may already be amended. */
function draftOf(event: WorkOrderEvent, work: WorkDocument, zone: string): Draft {
  const note = work.notes.find((one) => one.id === event.id)
  const photo = work.photos.find((one) => one.id === event.id)
  const part = work.parts.find((one) => one.id === event.id)
  const step = work.visits.flatMap((visit) => visit.steps).find((one) => one.id === event.id)
  return {
    at: momentOf(step?.at ?? event.at, zone),
    text: note?.text ?? '',
    audience: note?.audience ?? photo?.audience ?? 'crew',
    caption: photo?.caption ?? '',
    phase: photo?.phase ?? 'other',
    quantity: part ? quantityToDecimal(part.quantity) : '',
    serial: part?.serial ?? '',
  }
}

/** Puts a slip right: a wrong time, a wrong number, a photo the customer should not see. */
export function AmendDialog({ event, onClose }: { event: WorkOrderEvent; onClose: () => void }) {
  const { page, zone, send } = useOrder()
  const [draft, setDraft] = useState(() => draftOf(event, page.work, zone))
  const [reason, setReason] = useState('')
  const set = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }))
  const at = instantOf(draft.at, zone)
  const quantity = parseDecimal(draft.quantity, 3)

  function changes(): Changes | string {
    if (event.type === 'noted')
      return draft.text.trim() === '' ? 'The note is empty.' : { text: draft.text.trim(), audience: draft.audience }
    if (event.type === 'photographed')
      return { caption: draft.caption.trim(), phase: draft.phase, audience: draft.audience }
    if (event.type === 'part_added')
      return quantity === null || quantity === 0 ? 'Say how many.' : { quantity, serial: draft.serial.trim() }
    return at ? { at } : 'Say the day and the time.'
  }

  const read = changes()
  return (
    <Dialog
      title="Amend the entry"
      action="Amend"
      reason={typeof read === 'string' ? read : reason.trim() === '' ? 'Give a reason.' : null}
      onClose={onClose}
      onSubmit={async () =>
        typeof read !== 'string' &&
        (
          await send(
            { type: 'amend', body: { fact: event.id, at: now(), changes: read, reason: reason.trim() } },
            { done: 'Amended' },
          )
        ).ok
      }
    >
      {event.type === 'noted' ? (
        <Textarea
          label="Note"
          autosize
          minRows={3}
          maxLength={10_000}
          value={draft.text}
          onChange={(change) => set({ text: change.currentTarget.value })}
        />
      ) : null}
      {event.type === 'photographed' ? (
        <div className={styles.two}>
          <TextInput
            label="Caption"
            maxLength={500}
            value={draft.caption}
            onChange={(change) => set({ caption: change.currentTarget.value })}
          />
          <Select
            label="Phase"
            data={photoPhases.map((value) => ({ value, label: heading(value) }))}
            value={draft.phase}
            onChange={(phase) => phase && set({ phase })}
            allowDeselect={false}
          />
        </div>
      ) : null}
      {event.type === 'noted' || event.type === 'photographed' ? (
        <Select
          label="Who sees it"
          data={audiences.map((value) => ({ value, label: heading(value) }))}
          value={draft.audience}
          onChange={(audience) => audience && set({ audience })}
          allowDeselect={false}
        />
      ) : null}
      {event.type === 'part_added' ? (
        <div className={styles.two}>
          <TextInput
            label={`Quantity, ${event.data.unit}`}
            inputMode="decimal"
            value={draft.quantity}
            onChange={(change) => set({ quantity: change.currentTarget.value })}
          />
          <TextInput
            label="Serial"
            maxLength={100}
            value={draft.serial}
            onChange={(change) => set({ serial: change.currentTarget.value })}
          />
        </div>
      ) : null}
      {steps.has(event.type) ? (
        <MomentInput label="It happened" zone={zone} value={draft.at} onChange={(moment) => set({ at: moment })} />
      ) : null}
      <Textarea
        label="Reason"
        autosize
        minRows={2}
        maxLength={1000}
        required
        value={reason}
        onChange={(change) => setReason(change.currentTarget.value)}
      />
    </Dialog>
  )
}
