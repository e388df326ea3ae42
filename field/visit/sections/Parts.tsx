import { useState } from 'react'
import type { Part } from '#core/work-orders/document.ts'
import { AddIcon, WithdrawIcon } from '#ui/icons.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { NumberField, TextField } from '#ui/blocks/Field.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { useKeeping, useLocale, useMe, usePhone, useWithdraw } from '../../hooks.ts'
import { Failure } from '../../shell/Failure.tsx'
import { Section } from '../../shell/Screen.tsx'
import forms from '../../shell/forms.module.css'
import { quantityText } from '../../words.ts'
import type { OnVisit } from '../card.ts'
import { AddPart } from './AddPart.tsx'
import { changedOf } from './changed.ts'
import { FactLine } from './FactLine.tsx'

export function Parts(on: OnVisit) {
  const { view, visit } = on
  const locale = useLocale()
  const { technician } = useMe()
  const [adding, setAdding] = useState(false)
  const [open, setOpen] = useState<Part | null>(null)
  const parts = view.order.work.parts.filter((part) => part.visit === visit.id)
  return (
    <Section
      id="parts"
      title="Parts"
      count={parts.length || undefined}
      action={
        <Button kind="quiet" size="small" icon={<AddIcon aria-hidden stroke={1.75} />} onClick={() => setAdding(true)}>
          Add
        </Button>
      }
    >
      {parts.length > 0 ? (
        <Card flush>
          <Rows>
            {parts.map((part) => (
              <ListRow
                key={part.id}
                title={part.name}
                detail={
                  <>
                    {part.serial ? <span>{`Serial ${part.serial} `}</span> : null}
                    <FactLine view={view} fact={part.id} at={part.at} who={view.nameOf(part.technician)} />
                  </>
                }
                trail={quantityText(part.quantity, part.unit, locale)}
                onPress={part.technician === technician ? () => setOpen(part) : undefined}
              />
            ))}
          </Rows>
        </Card>
      ) : (
        <p className={forms.soft}>No parts yet.</p>
      )}
      {adding ? <AddPart {...on} onClose={() => setAdding(false)} /> : null}
      {open ? <PartSheet key={open.id} {...on} part={open} onClose={() => setOpen(null)} /> : null}
    </Section>
  )
}

function PartSheet({ view, part, onClose }: OnVisit & { part: Part; onClose: () => void }) {
  const phone = usePhone()
  const workOrder = view.order.work.id
  const withdraw = useWithdraw(workOrder)
  const { busy, failed, keep } = useKeeping()
  const [quantity, setQuantity] = useState<number | null>(part.quantity)
  const [serial, setSerial] = useState(part.serial)
  async function save() {
    if (quantity === null) return
    const before = { quantity: part.quantity, serial: part.serial }
    const changes = changedOf(before, { quantity, serial: serial.trim() })
    if (Object.keys(changes).length === 0) return onClose()
    const body = { fact: part.id, at: phone.now(), changes, reason: '' }
    if (await keep(() => phone.capture({ workOrder, command: { type: 'amend', body } }))) onClose()
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={part.name}
      actions={
        <>
          <Button
            kind="quiet"
            icon={<WithdrawIcon aria-hidden stroke={1.75} />}
            onClick={() => {
              onClose()
              void withdraw(part.id, 'Part taken back.')
            }}
          >
            Remove
          </Button>
          <Button kind="primary" busy={busy} reason={quantity ? null : 'Enter how many.'} onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <div className={forms.stack}>
        <NumberField label="Quantity" decimals={3} unit={part.unit} value={quantity} onChange={setQuantity} />
        <TextField
          label="Serial number"
          optional
          maxLength={100}
          value={serial}
          onChange={(event) => setSerial(event.target.value)}
        />
        <Failure>{failed}</Failure>
      </div>
    </Sheet>
  )
}
