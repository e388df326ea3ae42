import { Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { heading } from '#core/work-orders/labels.ts'
import type { Visit } from '#core/work-orders/document.ts'
import { missing } from '#core/work-orders/missing.ts'
import { everybodyOn, isWorking, workState } from '#core/work-orders/visits.ts'
import {
  behalfSources,
  type BehalfSource,
  outcomes,
  type Outcome,
  returnReasons,
  type ReturnReason,
} from '#core/work-orders/words.ts'
import { now } from '../../kit/clock.ts'
import { instantOf, momentOf } from '../../kit/moment.ts'
import { MomentInput } from '../../kit/MomentInput.tsx'
import { useOrder } from '../order-context.ts'
import { Dialog } from './Dialog.tsx'
import styles from './Dialog.module.css'

/** Finishes a visit for a technician who forgot, has no phone or lost it: what happened, when, and where the office knows it from. */
export function FinishDialog({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const { page, zone, send, nameOf } = useOrder()
  const crew = everybodyOn(page.work, visit)
  const [technician, setTechnician] = useState(
    crew.find((one) => isWorking(workState(visit, one))) ?? visit.plan.lead ?? crew[0] ?? null,
  )
  const [outcome, setOutcome] = useState<Outcome>('done')
  const [returnReason, setReturnReason] = useState<ReturnReason | null>(null)
  const [source, setSource] = useState<BehalfSource>('forgotten')
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const [arrived, setArrived] = useState(() => momentOf(visit.plan.start, zone))
  const [finished, setFinished] = useState(() => momentOf(now(), zone))

  const there = technician !== null && isWorking(workState(visit, technician))
  const from = instantOf(arrived, zone)
  const to = instantOf(finished, zone)
  const why = reasonFor()

  function reasonFor(): string | null {
    if (!technician) return 'Say whose work it was. Assign somebody first.'
    if (!to) return 'Say when it was finished.'
    if (!there && arrived.date !== '' && !from) return 'Say when the work began.'
    if (!there && from && to <= from) return 'The end has to be after the beginning.'
    if (outcome === 'needs_return' && !returnReason) return 'Say what the return is for.'
    return reason.trim() === '' ? 'Say how the office knows it.' : null
  }

  const submit = async () => {
    if (!technician || !to) return false
    const behalf = { source, reason: reason.trim() }
    if (!there && from) {
      const sent = await send({ type: 'arrive', body: { visit: visit.id, technician, at: from, behalf } })
      if (!sent.ok) return false
    }
    const sent = await send(
      {
        type: 'finish',
        body: {
          visit: visit.id,
          technician,
          at: to,
          behalf,
          outcome,
          returnReason: outcome === 'needs_return' ? returnReason : null,
          note: note.trim(),
          missing: missing(page.work, visit, outcome).map((one) => one.label),
          evidence: [],
        },
      },
      { done: `Visit ${visit.number} finished on behalf of ${nameOf(technician)}` },
    )
    return sent.ok
  }

  return (
    <Dialog
      title={`Finish visit ${visit.number} on behalf`}
      action="Finish"
      reason={why}
      onClose={onClose}
      onSubmit={submit}
    >
      <div className={styles.two}>
        <Select
          label="Whose work"
          data={crew.map((id) => ({ value: id, label: nameOf(id) }))}
          value={technician}
          onChange={setTechnician}
          allowDeselect={false}
        />
        <Select
          label="Outcome"
          data={outcomes.map((value) => ({ value, label: heading(value) }))}
          value={outcome}
          onChange={(value) => value && setOutcome(value)}
          allowDeselect={false}
        />
      </div>
      {outcome === 'needs_return' ? (
        <Select
          label="The return is for"
          data={returnReasons.map((value) => ({ value, label: heading(value) }))}
          value={returnReason}
          onChange={setReturnReason}
        />
      ) : null}
      <div className={styles.two}>
        {there ? null : (
          <MomentInput
            label="Work began"
            description="Empty if nobody worked."
            zone={zone}
            value={arrived}
            onChange={setArrived}
          />
        )}
        <MomentInput label="Finished" zone={zone} value={finished} onChange={setFinished} />
      </div>
      <Textarea
        label="What was done"
        autosize
        minRows={2}
        maxLength={10_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className={styles.two}>
        <Select
          label="The office knows it from"
          data={behalfSources.map((value) => ({ value, label: heading(value) }))}
          value={source}
          onChange={(value) => value && setSource(value)}
          allowDeselect={false}
        />
        <TextInput
          label="In a sentence"
          placeholder="Called in at 17:20 from the van"
          maxLength={500}
          required
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </div>
    </Dialog>
  )
}
