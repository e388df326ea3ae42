import { MultiSelect, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { customersApi } from '#core/customers/api.ts'
import { addressLine } from '#core/kit/address.ts'
import type { Id } from '#core/kit/ids.ts'
import { ask } from '../kit/ask.ts'
import { useHome } from '../kit/home.ts'
import { notLoaded, offered } from '../kit/offered.ts'
import styles from './WorkOrderPage.module.css'

type Place = { customer: Id | null; site: Id | null }

/** Customer and site of a work order, found by typing. Choosing a site of another customer takes its customer with it. */
export function PlacePicker({ customer, site, onChange }: Place & { onChange: (place: Place) => void }) {
  const home = useHome()
  const [typed, setTyped] = useState('')
  const [asked] = useDebouncedValue(typed.trim(), 150)
  const customers = useQuery({
    ...ask(customersApi.listCustomers, { query: { q: asked || undefined, limit: 30 } }),
    placeholderData: keepPreviousData,
  })
  const chosen = useQuery({
    ...ask(customersApi.readCustomer, { params: { id: customer ?? '' } }),
    enabled: customer !== null,
  })
  const found = offered(customers, 'The customers')
  const options = new Map(found.items.map((one) => [one.id, `${one.name} ${one.number}`]))
  if (chosen.data) options.set(chosen.data.customer.id, `${chosen.data.customer.name} ${chosen.data.customer.number}`)
  return (
    <div className={styles.two}>
      <Select
        label="Customer"
        placeholder="Name or number"
        searchable
        clearable
        data={[...options].map(([value, label]) => ({ value, label }))}
        filter={({ options: all }) => all}
        onSearchChange={setTyped}
        value={customer}
        error={found.error}
        onChange={(id) => onChange({ customer: id, site: null })}
        nothingFoundMessage="No customer of this name"
      />
      <Select
        label="Site"
        placeholder={customer ? 'Choose one' : 'Choose the customer first'}
        searchable
        clearable
        disabled={customer === null}
        data={(chosen.data?.sites ?? []).map((one) => ({
          value: one.id,
          label: [one.name, addressLine(one.address, home)].filter(Boolean).join(', '),
        }))}
        value={site}
        error={notLoaded(chosen, 'The sites')}
        onChange={(id) => onChange({ customer, site: id })}
        nothingFoundMessage="No site of this name"
      />
    </div>
  )
}

/** What at the site it is about. */
export function AssetPicker({ site, value, onChange }: { site: Id; value: Id[]; onChange: (assets: Id[]) => void }) {
  const assets = offered(useQuery(ask(customersApi.listAssets, { query: { site, limit: 200 } })), 'The assets')
  if (assets.items.length === 0 && value.length === 0 && !assets.error) return null
  return (
    <MultiSelect
      label="Assets"
      placeholder={value.length === 0 ? 'What it is about' : undefined}
      searchable
      error={assets.error}
      data={assets.items.map((one) => ({
        value: one.id,
        label: [one.name, one.model, one.serial].filter(Boolean).join(' · '),
      }))}
      value={value}
      onChange={onChange}
      nothingFoundMessage="No asset of this name"
    />
  )
}
