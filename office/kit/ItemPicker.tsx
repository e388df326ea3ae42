import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { billingCatalogueApi, type PriceItem } from '#core/billing/catalogue-api.ts'
import { formatUnitPrice } from '#core/kit/money.ts'
import { ask } from './ask.ts'
import { useMe } from './me.ts'
import { offered } from './offered.ts'

type Props = { label: string; placeholder: string; onChoose: (item: PriceItem | null) => void }

/** An item of the price book, found by name or number while one types. */
export function ItemPicker({ label, placeholder, onChoose }: Props) {
  const { currency, locale } = useMe().organization
  const [typed, setTyped] = useState('')
  const [asked] = useDebouncedValue(typed.trim(), 150)
  const found = useQuery({
    ...ask(billingCatalogueApi.listPriceItems, { query: { q: asked || undefined, limit: 30 } }),
    placeholderData: keepPreviousData,
  })
  const { items, error } = offered(found, 'The price book')
  const words = ({ name, sku, unitPrice }: PriceItem) =>
    [name, sku, unitPrice === null ? 'no list price' : formatUnitPrice(unitPrice, currency, locale)].join(' · ')
  return (
    <Select
      label={label}
      placeholder={placeholder}
      error={error}
      data-autofocus
      searchable
      clearable
      data={items.map((item) => ({ value: item.id, label: words(item) }))}
      filter={({ options }) => options}
      onSearchChange={setTyped}
      nothingFoundMessage="Nothing of this name in the price book"
      onChange={(id) => onChoose(items.find((one) => one.id === id) ?? null)}
    />
  )
}
