import { Checkbox, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { billingCatalogueApi, type TaxRateRow, zTaxRate } from '#core/billing/catalogue-api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { keyOf, newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import layout from '../kit/layout.module.css'
import { fieldsOf, useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'

type Fields = Omit<TaxRateRow, 'id' | 'version' | 'archivedAt'>
const blank: Fields = { name: '', rate: 0, code: '', isDefault: false }

export function TaxRateDialog({ rate, onClose }: { rate: TaxRateRow | null; onClose: () => void }) {
  const queries = useQueryClient()
  const [id] = useState(() => rate?.id ?? newId())
  const [percent, setPercent] = useState<number | null>(rate?.rate ?? null)
  const form = useRowForm({
    start: rate ? fieldsOf(blank, rate) : blank,
    version: rate?.version ?? null,
    row: zTaxRate,
    make: (fields) => call(billingCatalogueApi.makeTaxRate, { body: { id, ...fields } }),
    edit: (changes) => call(billingCatalogueApi.editTaxRate, { params: { id }, body: changes }),
  })
  const { draft, set, text } = form
  return (
    <RowDialog
      title={rate ? `Edit ${rate.name}` : 'Add a tax rate'}
      action={rate ? 'Save' : 'Add'}
      form={form}
      size={440}
      labels={{ name: 'Name', rate: 'Percent', code: 'Code', isDefault: 'Default' }}
      shown={(field, value) => (field === 'rate' && typeof value === 'number' ? `${value / 100} %` : String(value))}
      reason={
        draft.name.trim() === '' ? 'Give it a name.' : percent === null || percent < 0 ? 'Say how many percent.' : null
      }
      onClose={onClose}
      onSaved={() => {
        void queries.invalidateQueries({ queryKey: keyOf(billingCatalogueApi.listTaxRates) })
        toast(rate ? 'Saved. Issued invoices keep theirs.' : 'Tax rate added')
      }}
    >
      <TextInput label="Name" required data-autofocus maxLength={80} {...text('name')} />
      <div className={layout.two}>
        <DecimalInput
          label="Percent"
          required
          digits={2}
          value={percent}
          error={form.error('rate')}
          onChange={(value) => {
            setPercent(value)
            if (value !== null) set({ rate: value })
          }}
        />
        <TextInput label="Code in the accounts" maxLength={20} {...text('code')} />
      </div>
      <Checkbox
        label="The default, for what names no other"
        checked={draft.isDefault}
        disabled={rate?.isDefault === true}
        onChange={(event) => set({ isDefault: event.currentTarget.checked })}
      />
    </RowDialog>
  )
}
