import { useState } from 'react'
import { formatLocalDate } from '#core/kit/time.ts'
import type { NeededPart } from '#core/work-orders/document.ts'
import { neededParts, neededPartState } from '#core/work-orders/needed-parts.ts'
import { AddIcon, PartIcon } from '#ui/icons.ts'
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

/** What has to be here before somebody comes again: the office orders it, and both see when it arrives. */
export function NeededParts(on: OnVisit) {
  const { view } = on
  const locale = useLocale()
  const { technician } = useMe()
  const [adding, setAdding] = useState(false)
  const [open, setOpen] = useState<NeededPart | null>(null)
  const parts = neededParts(view.order.work).filter((part) => part.dropped === null)
  return (
    <Section
      id="parts-to-order"
      title="Parts to order"
      count={parts.length || undefined}
      action={
        <Button
          kind="quiet"
          size="small"
          icon={<AddIcon aria-hidden stroke={1.75} />}
          aria-label="Add a part to order"
          onClick={() => setAdding(true)}
        >
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
                icon={<PartIcon stroke={1.75} />}
                title={part.name}
                detail={
                  <>
                    <span>{`${standing(part, locale)} `}</span>
                    <FactLine view={view} fact={part.id} at={part.at} who={view.nameOf(part.technician)} />
                  </>
                }
                trail={quantityText(part.quantity, part.unit, locale)}
                onPress={part.technician === technician && part.ordered === null ? () => setOpen(part) : undefined}
              />
            ))}
          </Rows>
        </Card>
      ) : (
        <p className={forms.soft}>Nothing has to be ordered.</p>
      )}
      {adding ? <AddPart {...on} toOrder onClose={() => setAdding(false)} /> : null}
      {open ? <NeededPartSheet key={open.id} {...on} part={open} onClose={() => setOpen(null)} /> : null}
    </Section>
  )
}

function standing(part: NeededPart, locale: string): string {
  switch (neededPartState(part)) {
    case 'needed':
      return 'Not ordered yet'
    case 'ordered':
      return part.ordered?.expected ? `Expected ${formatLocalDate(part.ordered.expected, locale)}` : 'Ordered'
    case 'arrived':
      return 'Arrived'
    case 'dropped':
      return 'Not wanted any more'
  }
}

function NeededPartSheet({ view, part, onClose }: OnVisit & { part: NeededPart; onClose: () => void }) {
  const [quantity, setQuantity] = useState<number | null>(part.quantity)
  const [note, setNote] = useState(part.note)
  return (
    <OwnFactSheet
      workOrder={view.order.work.id}
      fact={part.id}
      title={part.name}
      changes={() =>
        changedOf(
          { quantity: part.quantity, note: part.note },
          { quantity: quantity ?? part.quantity, note: note.trim() },
        )
      }
      reason={quantity ? null : 'Enter how many.'}
      takenBack="Not wanted any more."
      onClose={onClose}
    >
      <NumberField label="Quantity" decimals={3} unit={part.unit} value={quantity} onChange={setQuantity} />
      <TextField
        label="Remark"
        optional
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </OwnFactSheet>
  )
}
