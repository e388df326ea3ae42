import { useState } from 'react'
import { heading } from '#core/work-orders/labels.ts'
import type { Visit } from '#core/work-orders/document.ts'
import { missing } from '#core/work-orders/missing.ts'
import { neededParts } from '#core/work-orders/needed-parts.ts'
import { type Outcome, outcomes, type ReturnReason, returnReasons } from '#core/work-orders/words.ts'
import { PartIcon } from '#ui/icons.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { RadioRows } from '#ui/blocks/Choice.tsx'
import { TextArea } from '#ui/blocks/Field.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { toast } from '#ui/blocks/Toast.tsx'
import { useKeeping, usePhone, useWithdraw } from '../../hooks.ts'
import type { Capture } from '../../offline/phone.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { navigate } from '../../routes/router.ts'
import { Failure } from '../../shell/Failure.tsx'
import forms from '../../shell/forms.module.css'
import { outcomeHints, returnWords } from '../../words.ts'
import { jumpTo } from '../jump.ts'
import { MissingList } from '../Missing.tsx'
import { evidenceFor } from './evidence.ts'

/** `preset` is what is chosen before anybody chose. */
type Props = { open: boolean; preset: Outcome; view: WorkOrderView; visit: Visit; onClose: () => void }

/** How the visit ended. What is missing is shown and never stands in the way. */
export function FinishSheet({ open, preset, view, visit, onClose }: Props) {
  const phone = usePhone()
  const { work } = view.order
  const withdraw = useWithdraw(work.id)
  const { busy, failed, keep } = useKeeping()
  const [outcome, setOutcome] = useState<Outcome>(preset)
  const [returnReason, setReturnReason] = useState<ReturnReason | null>(null)
  const [note, setNote] = useState('')
  const [handOver, setHandOver] = useState('')
  const left = missing(work, visit, outcome)
  const needsReason = outcome === 'needs_return' && returnReason === null

  async function finish() {
    const body = {
      ...phone.fact(visit.id),
      outcome,
      returnReason: outcome === 'needs_return' ? returnReason : null,
      note,
      missing: left.map((one) => one.label.slice(0, 200)),
      evidence: evidenceFor(work, visit),
    }
    const finishing: Capture = { workOrder: work.id, command: { type: 'finish', body } }
    const said = handOver.trim()
    const told: Capture = {
      workOrder: work.id,
      command: { type: 'note', body: { ...phone.fact(visit.id), text: said, audience: 'crew' } },
    }
    const facts = await keep(() => phone.captureAll(said === '' ? [finishing] : [told, finishing]))
    const fact = facts?.at(-1)
    if (!fact) return
    onClose()
    toast(`Finished: ${heading(outcome)}.`, { undo: { onUndo: () => void withdraw(fact, 'The visit is open again.') } })
    navigate({ page: 'today' })
  }

  return (
    <Sheet
      open={open}
      onClose={onClose}
      title="How did it end?"
      actions={
        <Button
          kind="primary"
          size="large"
          busy={busy}
          reason={needsReason ? 'Say what the return is for.' : null}
          onClick={() => void finish()}
        >
          {`Finish: ${heading(outcome)}`}
        </Button>
      }
    >
      <div className={forms.stack}>
        <RadioRows
          label="Outcome"
          hideLabel
          value={outcome}
          options={outcomes.map((value) => ({ value, title: heading(value), detail: outcomeHints[value] }))}
          onChange={setOutcome}
        />
        {outcome === 'needs_return' ? (
          <RadioRows
            label="What is the return for?"
            value={returnReason}
            options={returnReasons.map((value) => ({ value, title: returnWords[value] }))}
            onChange={setReturnReason}
          />
        ) : null}
        {outcome === 'needs_return' && returnReason === 'parts' ? (
          <Card flush>
            <Rows>
              <ListRow
                icon={<PartIcon stroke={1.75} />}
                title="Parts to order"
                detail="Whoever plans the return sees when they arrive."
                trail={`${neededParts(work).filter((part) => part.visit === visit.id).length}`}
                onPress={() => {
                  onClose()
                  jumpTo('parts-to-order')
                }}
              />
            </Rows>
          </Card>
        ) : null}
        {left.length > 0 ? (
          <div className={forms.tight}>
            <h3>{`Still missing for ${heading(outcome).toLowerCase()}: ${left.length}`}</h3>
            <MissingList missing={left} work={work} visit={visit.id} onJump={onClose} />
            <p className={forms.soft}>You can finish all the same. The office sees what is missing.</p>
          </div>
        ) : null}
        <TextArea
          label="What was done"
          hint="The customer reads it first in the report."
          optional
          maxLength={10_000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <TextArea
          label="For whoever comes next"
          hint="For the crew and the office only."
          optional
          maxLength={10_000}
          value={handOver}
          onChange={(event) => setHandOver(event.target.value)}
        />
        <Failure>{failed}</Failure>
      </div>
    </Sheet>
  )
}
