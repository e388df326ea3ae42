import { Button, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { customersApi } from '#core/customers/api.ts'
import { addressLine } from '#core/kit/address.ts'
import { ask, newId } from '../kit/ask.ts'
import { useHome } from '../kit/home.ts'
import { notLoaded } from '../kit/offered.ts'
import type { Draft } from './draft.ts'
import styles from './RaisePage.module.css'

type Props = { draft: Draft; set: (changes: Partial<Draft>) => void; problems: Readonly<Record<string, string>> }

const other = 'new'

/** Who and where, as chosen; a customer or site that is new is filled in here. */
export function PlaceCard({ draft, set, problems }: Props) {
  const home = useHome()
  const chosen = useQuery({
    ...ask(customersApi.readCustomer, { params: { id: draft.customer ?? '' } }),
    enabled: draft.customer !== null,
  })
  const customer = chosen.data?.customer
  const sites = chosen.data?.sites.filter((site) => site.archivedAt === null) ?? []
  const site = sites.find((one) => one.id === draft.site)
  const clear = () => set({ customer: null, site: null, newCustomer: null, newSite: null, assets: [], contactId: null })

  return (
    <div className={styles.place}>
      <div className={styles.placeHead}>
        {draft.newCustomer ? (
          <b>New customer</b>
        ) : (
          <span>
            <b>{customer?.name ?? notLoaded(chosen, 'The customer') ?? ' '}</b>{' '}
            <span className={styles.detail}>{[customer?.number, customer?.phone].filter(Boolean).join(' · ')}</span>
          </span>
        )}
        <Button variant="subtle" color="gray" onClick={clear}>
          Somebody else
        </Button>
      </div>
      {draft.newCustomer ? <NewCustomerFields draft={draft} set={set} problems={problems} /> : null}
      {draft.newCustomer ? null : (
        <Select
          label="Site"
          placeholder="Choose the site"
          searchable
          data={[
            ...sites.map((one) => ({
              value: one.id,
              label: [one.name, addressLine(one.address, home)].filter(Boolean).join(', '),
            })),
            { value: other, label: 'A new site' },
          ]}
          value={draft.newSite ? other : draft.site}
          error={problems.site}
          onChange={(value) =>
            value === other
              ? set({ site: null, newSite: { id: newId(), name: '', line1: '', city: '', postcode: '' }, assets: [] })
              : set({ site: value, newSite: null, assets: [], contactId: null })
          }
        />
      )}
      {draft.newSite ? <NewSiteFields draft={draft} set={set} problems={problems} /> : null}
      {site?.accessNotes ? <p className={styles.detail}>{site.accessNotes}</p> : null}
      {site?.hazards ? <p className={styles.warn}>{site.hazards}</p> : null}
      {customer?.requiresPurchaseOrder && draft.purchaseOrder === '' ? (
        <p className={styles.warn}>This customer requires a purchase order number.</p>
      ) : null}
    </div>
  )
}

function NewCustomerFields({ draft, set, problems }: Props) {
  const customer = draft.newCustomer
  if (!customer) return null
  const change = (changes: Partial<typeof customer>) => set({ newCustomer: { ...customer, ...changes } })
  return (
    <div className={styles.two}>
      <TextInput
        label="Name"
        required
        maxLength={200}
        value={customer.name}
        error={problems.customer}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <TextInput
        label="Phone"
        type="tel"
        maxLength={40}
        value={customer.phone}
        onChange={(event) => change({ phone: event.currentTarget.value })}
      />
    </div>
  )
}

function NewSiteFields({ draft, set, problems }: Props) {
  const site = draft.newSite
  if (!site) return null
  const change = (changes: Partial<typeof site>) => set({ newSite: { ...site, ...changes } })
  return (
    <>
      <div className={styles.two}>
        <TextInput
          label="Name of the site"
          placeholder="Plant, shop, flat 3"
          maxLength={200}
          value={site.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label="Street and number"
          required
          maxLength={200}
          value={site.line1}
          error={problems.site}
          onChange={(event) => change({ line1: event.currentTarget.value })}
        />
      </div>
      <div className={styles.two}>
        <TextInput
          label="Town"
          maxLength={120}
          value={site.city}
          onChange={(event) => change({ city: event.currentTarget.value })}
        />
        <TextInput
          label="Postcode"
          maxLength={20}
          value={site.postcode}
          onChange={(event) => change({ postcode: event.currentTarget.value })}
        />
      </div>
    </>
  )
}
