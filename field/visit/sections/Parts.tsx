import { useState } from 'react'
import type { Part } from '#core/work-orders/document.ts'
import { AddIcon } from '#ui/icons.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { NumberField, TextField } from '#ui/blocks/Field.tsx'
import { useLocale, useMe } from '../../hooks.ts'
import { Section } from '../../shell/Screen.tsx'
import forms from '../../shell/forms.module.css'
import { quantityText } from '../../words.ts'
import type { OnVisit } from '../card.ts'
import { AddPart } from './AddPart.tsx'
import { changedOf } from './changed.ts'
import { FactLine } from './FactLine.tsx'
import { OwnFactSheet } from './OwnFactSheet.tsx'

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
                    {part.serial || part.removedSerial ? <span>{`${serialWords(part)} `}</span> : null}
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

function serialWords({ serial, removedSerial }: Part): string {
  if (!removedSerial) return `Serial ${serial}`
  return [serial ? `Serial ${serial} in` : '', `serial ${removedSerial} out`].filter(Boolean).join(', ')
}

function PartSheet({ view, part, onClose }: OnVisit & { part: Part; onClose: () => void }) {
  const [quantity, setQuantity] = useState<number | null>(part.quantity)
  const [serial, setSerial] = useState(part.serial)
  const [removedSerial, setRemovedSerial] = useState(part.removedSerial ?? '')
  return (
    <OwnFactSheet
      workOrder={view.order.work.id}
      fact={part.id}
      title={part.name}
      changes={() =>
        changedOf(
          { quantity: part.quantity, serial: part.serial, removedSerial: part.removedSerial ?? '' },
          { quantity: quantity ?? part.quantity, serial: serial.trim(), removedSerial: removedSerial.trim() },
        )
      }
      reason={quantity ? null : 'Enter how many.'}
      takenBack="Part taken back."
      onClose={onClose}
    >
      <NumberField label="Quantity" decimals={3} unit={part.unit} value={quantity} onChange={setQuantity} />
      <TextField
        label="Serial number in"
        optional
        maxLength={100}
        value={serial}
        onChange={(event) => setSerial(event.target.value)}
      />
      <TextField
        label="Serial number out"
        optional
        maxLength={100}
        value={removedSerial}
        onChange={(event) => setRemovedSerial(event.target.value)}
      />
    </OwnFactSheet>
  )
}
