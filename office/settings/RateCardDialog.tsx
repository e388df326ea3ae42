import { Checkbox, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  billingCatalogueApi,
  emptyRateCard,
  type RateCard,
  type TaxRateRow,
  travelPolicies,
  zRateCard,
} from '#core/billing/catalogue-api.ts'
import { currencyExponent } from '#core/kit/money.ts'
import { localDate } from '#core/kit/time.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { keyOf, newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { now } from '../kit/clock.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import { fieldsOf, useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'

type Fields = Omit<RateCard, 'id' | 'version' | 'archivedAt'>
const travelWords = { none: 'Not billed', actual: 'By the hour', flat: 'Once a visit' } as const

const labels: Record<keyof Fields, string> = {
  name: 'Name',
  validFrom: 'Valid from',
  hourlyRate: 'An hour',
  stepMinutes: 'Rounded up to, minutes',
  minimumMinutes: 'At least, minutes',
  callOutFee: 'Call-out fee',
  travelPolicy: 'Travel',
  travelHourlyRate: 'Travel, an hour',
  travelFee: 'Travel, a visit',
  taxRateId: 'Tax',
  isDefault: 'Default',
}

export function RateCardDialog({
  card,
  rates,
  onClose,
}: {
  card: RateCard | null
  rates: readonly TaxRateRow[]
  onClose: () => void
}) {
  const queries = useQueryClient()
  const { currency, zone } = useMe().organization
  const [id] = useState(() => card?.id ?? newId())
  const [blank] = useState<Fields>(() => ({
    name: '',
    validFrom: localDate(now(), zone),
    hourlyRate: 0,
    ...emptyRateCard,
  }))
  const form = useRowForm({
    start: card ? fieldsOf(blank, card) : blank,
    version: card?.version ?? null,
    row: zRateCard,
    make: (fields) => call(billingCatalogueApi.makeRateCard, { body: { id, ...fields } }),
    edit: (changes) => call(billingCatalogueApi.editRateCard, { params: { id }, body: changes }),
  })
  const { draft, set, text } = form
  const digits = currencyExponent(currency)
  const amount = (field: 'hourlyRate' | 'travelHourlyRate' | 'callOutFee' | 'travelFee', places: number) => (
    <DecimalInput
      label={`${labels[field]}, ${currency}`}
      digits={places}
      value={draft[field]}
      error={form.error(field)}
      onChange={(value) => set({ [field]: value ?? 0 })}
    />
  )
  return (
    <RowDialog
      title={card ? `Edit ${card.name}` : 'Add a rate card'}
      action={card ? 'Save' : 'Add'}
      form={form}
      size={560}
      labels={labels}
      reason={
        draft.name.trim() === ''
          ? 'Give it a name.'
          : draft.validFrom === ''
            ? 'Say from which day.'
            : draft.stepMinutes < 1
              ? 'Time is rounded up to at least one minute.'
              : null
      }
      onClose={onClose}
      onSaved={() => {
        void queries.invalidateQueries({ queryKey: keyOf(billingCatalogueApi.listRateCards) })
        toast(card ? 'Saved' : 'Rate card added')
      }}
    >
      {card ? (
        <p className={layout.detail}>
          What is not invoiced yet is priced with it. For new prices from a day on, add another card.
        </p>
      ) : null}
      <div className={layout.two}>
        <TextInput label={labels.name} required data-autofocus maxLength={80} {...text('name')} />
        <TextInput label={labels.validFrom} type="date" required {...text('validFrom')} />
      </div>
      <div className={layout.two}>
        {amount('hourlyRate', 4)}
        <DecimalInput
          label={labels.stepMinutes}
          digits={0}
          value={draft.stepMinutes}
          error={form.error('stepMinutes')}
          onChange={(value) => set({ stepMinutes: value ?? 0 })}
        />
        <DecimalInput
          label={labels.minimumMinutes}
          digits={0}
          value={draft.minimumMinutes}
          error={form.error('minimumMinutes')}
          onChange={(value) => set({ minimumMinutes: value ?? 0 })}
        />
      </div>
      <div className={layout.two}>
        {amount('callOutFee', digits)}
        <Select
          label={labels.travelPolicy}
          allowDeselect={false}
          data={travelPolicies.map((value) => ({ value, label: travelWords[value] }))}
          value={draft.travelPolicy}
          onChange={(value) => value && set({ travelPolicy: value })}
        />
        {draft.travelPolicy === 'actual'
          ? amount('travelHourlyRate', 4)
          : draft.travelPolicy === 'flat'
            ? amount('travelFee', digits)
            : null}
      </div>
      <Select
        label={labels.taxRateId}
        clearable
        placeholder="The default rate"
        data={rates.map((rate) => ({ value: rate.id, label: rate.name }))}
        value={draft.taxRateId}
        onChange={(value) => set({ taxRateId: value })}
      />
      <Checkbox
        label="For all work from that day on"
        checked={draft.isDefault}
        onChange={(event) => set({ isDefault: event.currentTarget.checked })}
      />
    </RowDialog>
  )
}
