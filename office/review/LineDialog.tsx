import { Select, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { isTimed, lineAmount } from '#core/billing/price.ts'
import type { PricedLine } from '#core/billing/priced-line.ts'
import type { Id } from '#core/kit/ids.ts'
import { formatTaxRate, formatUnitPrice } from '#core/kit/money.ts'
import type { Command } from '#core/work-orders/commands.ts'
import { ask, newId } from '../kit/ask.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import { ItemPicker } from '../kit/ItemPicker.tsx'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import { useMoney } from '../kit/money.ts'
import { offered } from '../kit/offered.ts'
import { Dialog } from '../work-orders/dialogs/Dialog.tsx'
import { useOrder } from '../work-orders/order-context.ts'

type Draft = {
  description: string
  quantity: number | null
  unit: string
  unitPrice: number | null
  taxRate: Id | null
  reason: string
}

/** A line the office adds, or what it changes on one; the reason stands on the invoice's why. */
export function LineDialog({ line, onClose }: { line: PricedLine | null; onClose: () => void }) {
  const { send } = useOrder()
  const { currency, locale } = useMe().organization
  const money = useMoney()
  const { items: rates, error: noRates } = offered(
    useQuery(ask(billingCatalogueApi.listTaxRates, { query: {} })),
    'The tax rates',
  )
  const usual = rates.find((rate) => rate.isDefault)?.id ?? null
  const timed = line !== null && isTimed(line)
  const [draft, setDraft] = useState<Draft>(() =>
    line
      ? {
          description: line.description,
          quantity: timed ? line.quantity / 1000 : line.quantity,
          unit: line.unit,
          unitPrice: line.unitPrice,
          taxRate: line.taxRate,
          reason: '',
        }
      : { description: '', quantity: 1000, unit: '', unitPrice: null, taxRate: null, reason: '' },
  )
  const set = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }))
  const taxRate = draft.taxRate ?? usual
  const quantity = draft.quantity === null ? null : timed ? draft.quantity * 1000 : draft.quantity
  const amount =
    quantity === null || draft.unitPrice === null
      ? null
      : lineAmount({ kind: line?.kind ?? 'added', quantity, unitPrice: draft.unitPrice }, currency)

  const problem =
    draft.description.trim() === ''
      ? 'Say what it is.'
      : quantity === null
        ? 'Say how much of it.'
        : draft.unitPrice === null
          ? 'Say what one costs.'
          : taxRate === null
            ? 'Choose a tax rate.'
            : draft.reason.trim() === ''
              ? 'Give a reason.'
              : null

  const submit = async () => {
    const command = commandOf()
    return command ? (await send(command, { done: line ? 'Line changed' : 'Line added' })).ok : false
  }

  function commandOf(): Command | null {
    const { unitPrice, unit } = draft
    const [description, reason] = [draft.description.trim(), draft.reason.trim()]
    if (quantity === null || unitPrice === null || taxRate === null) return null
    if (!line)
      return {
        type: 'add_line',
        body: { line: newId(), description, quantity, unit: unit.trim(), unitPrice, taxRate, reason },
      }
    const changes = {
      ...(description === line.description ? {} : { description }),
      ...(quantity === line.quantity ? {} : { quantity }),
      ...(unitPrice === line.unitPrice ? {} : { unitPrice }),
      ...(taxRate === line.taxRate ? {} : { taxRate }),
    }
    return { type: 'change_line', body: { key: line.key, changes, reason } }
  }

  return (
    <Dialog
      title={line ? 'Change the line' : 'Add a line'}
      action={line ? 'Change' : 'Add'}
      reason={problem}
      onClose={onClose}
      onSubmit={submit}
      size={520}
    >
      {line ? null : (
        <ItemPicker
          label="From the price book"
          placeholder="Name or number, or write the line below"
          onChoose={(item) =>
            item && set({ description: item.name, unit: item.unit, unitPrice: item.unitPrice, taxRate: item.taxRateId })
          }
        />
      )}
      <TextInput
        label="What it is"
        required
        data-autofocus={line ? true : undefined}
        maxLength={500}
        value={draft.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      <div className={layout.two}>
        <DecimalInput
          label={timed ? 'Minutes' : 'Quantity'}
          digits={timed ? 0 : 3}
          value={draft.quantity}
          onChange={(value) => set({ quantity: value })}
        />
        {line ? null : (
          <TextInput
            label="Unit"
            placeholder="each"
            maxLength={20}
            value={draft.unit}
            onChange={(event) => set({ unit: event.currentTarget.value })}
          />
        )}
        <DecimalInput
          label={timed ? `${currency} an hour` : `${currency} each`}
          digits={4}
          value={draft.unitPrice}
          onChange={(value) => set({ unitPrice: value })}
        />
        <Select
          label="Tax"
          error={noRates}
          data={rates.map((rate) => ({ value: rate.id, label: `${rate.name} ${formatTaxRate(rate.rate, locale)}` }))}
          value={taxRate}
          onChange={(value) => set({ taxRate: value })}
          allowDeselect={false}
        />
      </div>
      <Textarea
        label="Reason"
        required
        autosize
        minRows={2}
        maxLength={1000}
        value={draft.reason}
        onChange={(event) => set({ reason: event.currentTarget.value })}
      />
      <p className={layout.detail}>
        {amount === null ? ' ' : money(amount)}
        {line && amount !== null
          ? `, now ${money(line.amount)} at ${formatUnitPrice(line.unitPrice, currency, locale)}`
          : ''}
      </p>
    </Dialog>
  )
}
