import { Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  billingCatalogueApi,
  emptyPriceItem,
  type PriceItem,
  priceItemKinds,
  type TaxRateRow,
  zPriceItem,
} from '#core/billing/catalogue-api.ts'
import { heading } from '#core/work-orders/labels.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { keyOf, newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import { fieldsOf, useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'

type Fields = Omit<PriceItem, 'id' | 'version' | 'archivedAt'>
const blank: Fields = { sku: '', name: '', unitPrice: null, ...emptyPriceItem }

export function PriceItemDialog({
  item,
  rates,
  onClose,
}: {
  item: PriceItem | null
  rates: readonly TaxRateRow[]
  onClose: () => void
}) {
  const queries = useQueryClient()
  const { currency } = useMe().organization
  const [id] = useState(() => item?.id ?? newId())
  const [price, setPrice] = useState<number | null>(item?.unitPrice ?? null)
  const form = useRowForm({
    start: item ? fieldsOf(blank, item) : blank,
    version: item?.version ?? null,
    row: zPriceItem,
    make: (fields) => call(billingCatalogueApi.makePriceItem, { body: { id, ...fields } }),
    edit: (changes) => call(billingCatalogueApi.editPriceItem, { params: { id }, body: changes }),
  })
  const { draft, set, text } = form
  const usual = rates.find((rate) => rate.isDefault)
  const reason =
    draft.sku.trim() === ''
      ? 'Give it a number.'
      : draft.name.trim() === ''
        ? 'Give it a name.'
        : draft.unit.trim() === ''
          ? 'Say what one of it is.'
          : price === null && draft.cost === null
            ? 'Give it a price, or what it costs you.'
            : null
  return (
    <RowDialog
      title={item ? `Edit ${item.name}` : 'Add an item'}
      action={item ? 'Save' : 'Add'}
      form={form}
      size={520}
      reason={reason}
      labels={{
        sku: 'Number',
        name: 'Name',
        kind: 'Kind',
        unit: 'Unit',
        unitPrice: 'Price',
        cost: 'Cost',
        taxRateId: 'Tax',
        category: 'Category',
        barcode: 'Barcode',
      }}
      shown={(field, value) =>
        (field === 'unitPrice' || field === 'cost') && typeof value === 'number'
          ? (value / 10_000).toFixed(2)
          : field === 'taxRateId'
            ? (rates.find((rate) => rate.id === value)?.name ?? 'the default')
            : String(value)
      }
      onClose={onClose}
      onSaved={() => {
        void queries.invalidateQueries({ queryKey: keyOf(billingCatalogueApi.listPriceItems) })
        toast(item ? 'Saved. Invoices made before keep their price.' : 'Item added')
      }}
    >
      <div className={layout.two}>
        <TextInput label="Number" required data-autofocus maxLength={60} {...text('sku')} />
        <Select
          label="Kind"
          data={priceItemKinds.map((value) => ({ value, label: heading(value) }))}
          value={draft.kind}
          onChange={(value) => value && set({ kind: value })}
          allowDeselect={false}
        />
      </div>
      <TextInput label="Name" required maxLength={200} {...text('name')} />
      <div className={layout.two}>
        <DecimalInput
          label={`Price in ${currency}`}
          description="None: its cost is marked up"
          digits={4}
          value={price}
          error={form.error('unitPrice')}
          onChange={(value) => {
            setPrice(value)
            set({ unitPrice: value })
          }}
        />
        <DecimalInput
          label={`Cost in ${currency}`}
          description="What one costs you"
          digits={4}
          value={draft.cost}
          error={form.error('cost')}
          onChange={(cost) => set({ cost })}
        />
        <TextInput label="Unit" required placeholder="each, m, kg" maxLength={20} {...text('unit')} />
        <Select
          label="Tax"
          clearable
          placeholder={usual ? `${usual.name}, the default` : 'The default'}
          data={rates.map((rate) => ({ value: rate.id, label: rate.name }))}
          value={draft.taxRateId}
          onChange={(value) => set({ taxRateId: value })}
        />
      </div>
      <div className={layout.two}>
        <TextInput label="Category" maxLength={80} {...text('category')} />
        <TextInput label="Barcode" maxLength={60} {...text('barcode')} />
      </div>
    </RowDialog>
  )
}
