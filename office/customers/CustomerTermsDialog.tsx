import { Select } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { type CustomerTerms, priceTermsApi, zCustomerTerms } from '#core/billing/terms-api.ts'
import type { Customer } from '#core/customers/api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { offered } from '../kit/offered.ts'
import { useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'
import { RowsEditor } from '../kit/RowsEditor.tsx'
import styles from '../settings/Settings.module.css'

type Fields = Omit<CustomerTerms, 'id' | 'version'>
type Discounts = Fields['categoryDiscounts']

const labels: Record<keyof Fields, string> = {
  labourDiscount: 'Off labour',
  partsDiscount: 'Off parts',
  categoryDiscounts: 'Off categories',
}

type Props = { customer: Customer; terms: CustomerTerms; onClose: () => void }

/** What comes off for a customer. Prices agreed with them stay as they are. */
export function CustomerTermsDialog({ customer, terms: { id, version, ...start }, onClose }: Props) {
  const queries = useQueryClient()
  const form = useRowForm<Fields, CustomerTerms>({
    start,
    version,
    row: zCustomerTerms,
    make: () => Promise.reject(new Error('terms are edited, the first time as well')),
    edit: (changes) => call(priceTermsApi.editCustomerTerms, { params: { id }, body: changes }),
  })
  const { draft, set } = form
  const percent = (field: 'labourDiscount' | 'partsDiscount') => (
    <DecimalInput
      label={`${labels[field]}, %`}
      digits={2}
      value={draft[field]}
      error={form.error(field)}
      onChange={(value) => set({ [field]: value ?? 0 })}
    />
  )
  return (
    <RowDialog
      title={`Prices and terms of ${customer.name}`}
      form={form}
      size={480}
      labels={labels}
      shown={(_field, value) => (typeof value === 'number' ? `${value / 100} %` : 'changed')}
      reason={
        draft.categoryDiscounts.some((one) => one.category === '')
          ? 'Choose the category.'
          : Math.max(draft.labourDiscount, draft.partsDiscount) > 10_000
            ? 'At most all of it comes off.'
            : null
      }
      onClose={onClose}
      onSaved={() => {
        refresh(queries, [{ kind: 'customer_terms', id, version: 0 }])
        toast('Saved. What is not invoiced yet is priced with it.')
      }}
    >
      <div className={layout.two}>
        {percent('labourDiscount')}
        {percent('partsDiscount')}
      </div>
      <Categories value={draft.categoryDiscounts} onChange={(categoryDiscounts) => set({ categoryDiscounts })} />
      <p className={layout.detail}>Nothing comes off fees, or off a price that was agreed with the customer.</p>
    </RowDialog>
  )
}

function Categories({ value, onChange }: { value: Discounts; onChange: (discounts: Discounts) => void }) {
  const { items, error } = offered(useQuery(ask(billingCatalogueApi.listPriceCategories, {})), 'The categories')
  const known = items.map((one) => one.category).filter(Boolean)
  return (
    <fieldset className={layout.fields} aria-label={labels.categoryDiscounts}>
      <RowsEditor
        rows={value}
        onChange={onChange}
        className={styles.step}
        word="category"
        fresh={{ category: '', percent: 1000 }}
        add="Another discount for a category"
        fields={(one, n, change) => (
          <>
            <Select
              aria-label={`Category ${n}`}
              placeholder="Category"
              searchable
              error={error}
              data={[...new Set([...known, one.category].filter(Boolean))]}
              value={one.category || null}
              onChange={(category) => change({ category: category ?? '' })}
            />
            <DecimalInput
              aria-label={`Off category ${n}, percent`}
              rightSection={<span className={layout.detail}>%</span>}
              digits={2}
              value={one.percent}
              onChange={(off) => change({ percent: off ?? 0 })}
            />
          </>
        )}
      />
    </fieldset>
  )
}
