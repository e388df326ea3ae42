import { Checkbox, Select, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { travelPolicies } from '#core/billing/catalogue.ts'
import {
  billingCatalogueApi,
  emptyRateCard,
  type RateCard,
  type TaxRateRow,
  zRateCard,
} from '#core/billing/catalogue-api.ts'
import { customersApi } from '#core/customers/api.ts'
import { currencyExponent } from '#core/kit/money.ts'
import { localDate } from '#core/kit/time.ts'
import { gradeApi } from '#core/people/grade-api.ts'
import { workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { ask, keyOf, newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { now } from '../kit/clock.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import { offered } from '../kit/offered.ts'
import { fieldsOf, useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'
import { BandFields } from './BandFields.tsx'
import { TravelZonesEditor } from './TravelZonesEditor.tsx'

type Fields = Omit<RateCard, 'id' | 'version' | 'archivedAt' | 'scope'>
const travelWords = {
  none: 'Not billed',
  actual: 'By the hour',
  flat: 'Once a visit',
  zone: 'By zone, once a visit',
} as const

const labels: Record<keyof Fields, string> = {
  name: 'Name',
  validFrom: 'Valid from',
  validUntil: 'Until',
  customerId: 'Customer',
  jobTypeId: 'Job type',
  gradeId: 'Grade',
  hourlyRate: 'An hour',
  afterHours: 'After hours',
  holiday: 'On holidays',
  stepMinutes: 'Rounded up to, minutes',
  minimumMinutes: 'At least, minutes',
  callOutFee: 'Call-out fee',
  travelPolicy: 'Travel',
  travelHourlyRate: 'Travel, an hour',
  travelFee: 'Travel, a visit',
  travelZones: 'Travel zones',
  fixedPrice: 'Fixed price',
  fixedIncludesParts: 'Parts are in the fixed price',
  taxRateId: 'Tax',
  isDefault: 'Default',
}

type Props = { card: RateCard | null; customerId?: string; rates: readonly TaxRateRow[]; onClose: () => void }

/** What work costs from a day on, for all of it or for a customer, a job type or a grade alone. */
export function RateCardDialog({ card, customerId, rates, onClose }: Props) {
  const queries = useQueryClient()
  const { currency, zone } = useMe().organization
  const [id] = useState(() => card?.id ?? newId())
  const [blank] = useState<Fields>(() => ({
    name: '',
    validFrom: localDate(now(), zone),
    hourlyRate: 0,
    ...emptyRateCard,
    ...(customerId === undefined ? {} : { customerId, isDefault: false }),
  }))
  const form = useRowForm<Fields, RateCard>({
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
      size={640}
      labels={labels}
      shown={(_field, value) => (typeof value === 'object' && value !== null ? 'changed' : String(value ?? 'none'))}
      reason={whyNot(draft)}
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
      <TextInput label={labels.name} required data-autofocus maxLength={80} {...text('name')} />
      <div className={layout.two}>
        <TextInput label={labels.validFrom} type="date" required {...text('validFrom')} />
        <TextInput
          label={labels.validUntil}
          description="Empty: until the next"
          type="date"
          value={draft.validUntil ?? ''}
          error={form.error('validUntil')}
          onChange={(event) => set({ validUntil: event.currentTarget.value || null })}
        />
      </div>
      <Scope draft={draft} set={set} customerFixed={customerId !== undefined} />
      {draft.gradeId === null ? null : (
        <p className={layout.detail}>Call-out and travel fees are one a visit: the card for any grade says them.</p>
      )}
      <div className={layout.two}>
        {amount('hourlyRate', 4)}
        {amount('callOutFee', digits)}
      </div>
      <BandFields
        label={labels.afterHours}
        detail="outside the company’s working hours, on the site’s clock"
        usual={draft.hourlyRate}
        value={draft.afterHours}
        onChange={(afterHours) => set({ afterHours })}
      />
      <BandFields
        label={labels.holiday}
        detail="days in hours and holidays"
        usual={draft.afterHours?.hourlyRate ?? draft.hourlyRate}
        value={draft.holiday}
        onChange={(holiday) => set({ holiday })}
      />
      <div className={layout.two}>
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
      {draft.travelPolicy === 'zone' ? (
        <TravelZonesEditor value={draft.travelZones} onChange={(travelZones) => set({ travelZones })} />
      ) : null}
      <div className={layout.two}>
        <DecimalInput
          label={`${labels.fixedPrice}, ${currency}`}
          description="However long it takes; empty: by the hour"
          digits={digits}
          value={draft.fixedPrice}
          error={form.error('fixedPrice')}
          onChange={(fixedPrice) => set({ fixedPrice })}
        />
        <Select
          label={labels.taxRateId}
          clearable
          placeholder="The default rate"
          data={rates.map((rate) => ({ value: rate.id, label: rate.name }))}
          value={draft.taxRateId}
          onChange={(value) => set({ taxRateId: value })}
        />
      </div>
      {draft.fixedPrice === null ? null : (
        <Checkbox
          label={labels.fixedIncludesParts}
          checked={draft.fixedIncludesParts}
          onChange={(event) => set({ fixedIncludesParts: event.currentTarget.checked })}
        />
      )}
    </RowDialog>
  )
}

function whyNot(draft: Fields): string | null {
  if (draft.name.trim() === '') return 'Give it a name.'
  if (draft.validFrom === '') return 'Say from which day.'
  if (draft.validUntil !== null && draft.validUntil < draft.validFrom) return 'It ends before it begins.'
  if (draft.stepMinutes < 1) return 'Time is rounded up to at least one minute.'
  if (draft.travelPolicy === 'zone' && draft.travelZones.length === 0) return 'Add a travel zone.'
  if (draft.travelZones.some((zone) => zone.name.trim() === '')) return 'Every zone has a name.'
  return null
}

type ScopeProps = { draft: Fields; set: (changes: Partial<Fields>) => void; customerFixed: boolean }

/** Whom and what it is for. For nobody and nothing alone it is the card for all work. */
function Scope({ draft, set, customerFixed }: ScopeProps) {
  const customers = offered(
    useQuery({ ...ask(customersApi.listCustomers, { query: { limit: 200 } }), enabled: !customerFixed }),
    'The customers',
  )
  const jobTypes = offered(useQuery(ask(workOrderCatalogueApi.listJobTypes, { query: {} })), 'The job types')
  const grades = offered(useQuery(ask(gradeApi.listGrades, { query: {} })), 'The grades')
  const choose = (changes: Partial<Pick<Fields, 'customerId' | 'jobTypeId' | 'gradeId'>>) => {
    const { customerId, jobTypeId, gradeId } = { ...draft, ...changes }
    set({ ...changes, isDefault: customerId === null && jobTypeId === null && gradeId === null })
  }
  const options = (rows: readonly { id: string; name: string }[]) =>
    rows.map((row) => ({ value: row.id, label: row.name }))
  return (
    <div className={layout.two}>
      {customerFixed ? null : (
        <Select
          label={labels.customerId}
          placeholder="All customers"
          clearable
          searchable
          error={customers.error}
          data={options(customers.items)}
          value={draft.customerId}
          onChange={(customerId) => choose({ customerId })}
        />
      )}
      <Select
        label={labels.jobTypeId}
        placeholder="All work"
        clearable
        searchable
        error={jobTypes.error}
        data={options(jobTypes.items)}
        value={draft.jobTypeId}
        onChange={(jobTypeId) => choose({ jobTypeId })}
      />
      <Select
        label={labels.gradeId}
        placeholder="Everybody"
        clearable
        error={grades.error}
        data={options(grades.items)}
        value={draft.gradeId}
        onChange={(gradeId) => choose({ gradeId })}
      />
    </div>
  )
}
