import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type ItemPrice, priceTermsApi as api, zItemPrice } from '#core/billing/terms-api.ts'
import type { Id } from '#core/kit/ids.ts'
import { unitPriceToDecimal } from '#core/kit/money.ts'
import { localDate } from '#core/kit/time.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { now } from '../kit/clock.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import { refresh } from '../kit/freshness.ts'
import { ItemPicker } from '../kit/ItemPicker.tsx'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import { fieldsOf, useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'

type Fields = Pick<ItemPrice, 'unitPrice' | 'validFrom' | 'validUntil'>
const labels: Record<keyof Fields, string> = { unitPrice: 'Price', validFrom: 'Valid from', validUntil: 'Until' }

type Props = { price: ItemPrice | null; customer: { id: Id; name: string } | null; onClose: () => void }

/** What an item costs from a day on, for one customer or for all. */
export function ItemPriceDialog({ price, customer, onClose }: Props) {
  const queries = useQueryClient()
  const { currency, zone } = useMe().organization
  const [id] = useState(() => price?.id ?? newId())
  const [item, setItem] = useState<{ id: Id; name: string; unit: string } | null>(
    price && { id: price.itemId, name: price.itemName, unit: price.itemUnit },
  )
  const [typed, setTyped] = useState<number | null>(price?.unitPrice ?? null)
  const [blank] = useState<Fields>(() => ({ unitPrice: 0, validFrom: localDate(now(), zone), validUntil: null }))
  const form = useRowForm<Fields, ItemPrice>({
    start: price ? fieldsOf(blank, price) : blank,
    version: price?.version ?? null,
    row: zItemPrice,
    make: (fields) =>
      call(api.makeItemPrice, { body: { id, itemId: item?.id ?? '', customerId: customer?.id ?? null, ...fields } }),
    edit: (changes) => call(api.editItemPrice, { params: { id }, body: changes }),
  })
  const { draft, set, text } = form
  return (
    <RowDialog
      title={price ? `${price.itemName} for ${price.customerName ?? 'all customers'}` : titleFor(customer)}
      action={price ? 'Save' : 'Add'}
      form={form}
      size={520}
      labels={labels}
      shown={(field, value) =>
        field === 'unitPrice' && typeof value === 'number'
          ? unitPriceToDecimal(value, currency)
          : String(value ?? 'none')
      }
      reason={whyNot(item, typed, draft)}
      onClose={onClose}
      onSaved={() => {
        refresh(queries, [{ kind: 'item_price', id, version: 0 }])
        toast(price ? 'Saved. Invoices made before keep their price.' : 'Price added')
      }}
    >
      {price ? null : <ItemPicker label="Item" placeholder="Name or number" onChoose={setItem} />}
      <div className={layout.two}>
        <DecimalInput
          label={item ? `${currency} a ${item.unit}` : `Price in ${currency}`}
          required
          digits={4}
          value={typed}
          error={form.error('unitPrice')}
          onChange={(unitPrice) => {
            setTyped(unitPrice)
            if (unitPrice !== null) set({ unitPrice })
          }}
        />
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
    </RowDialog>
  )
}

function titleFor(customer: Props['customer']): string {
  return customer ? `Add a price for ${customer.name}` : 'Add a price from a day on'
}

function whyNot(item: unknown, typed: number | null, { validFrom, validUntil }: Fields): string | null {
  if (!item) return 'Choose the item.'
  if (typed === null || typed < 0) return 'Give it a price.'
  if (validFrom === '') return 'Say from which day.'
  return validUntil !== null && validUntil < validFrom ? 'It ends before it begins.' : null
}
