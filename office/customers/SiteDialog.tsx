import { Select, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { customersApi, emptySite, type Site, zSite } from '#core/customers/api.ts'
import { emptyAddress } from '#core/kit/address.ts'
import type { Id } from '#core/kit/ids.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { newId } from '../kit/ask.ts'
import { AddressFields } from '../kit/AddressFields.tsx'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import { fieldsOf, useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'
import { zoneNames } from '../kit/zones.ts'

type Fields = Pick<Site, 'name' | 'address' | 'zone' | 'phone' | 'accessNotes' | 'hazards' | 'position'>

const labels: Record<keyof Fields, string> = {
  name: 'Name',
  address: 'Address',
  zone: 'Time zone',
  phone: 'Phone',
  accessNotes: 'Access notes',
  hazards: 'Hazards',
  position: 'Position',
}

type Props = {
  customerId: Id
  site: Site | null
  /** What is known of it at first, from what somebody reported. */
  known?: { name?: string; line1?: string; zone?: string }
  onClose: () => void
  onMade?: (id: Id, zone: string) => void
}

export function SiteDialog({ customerId, site, known = {}, onClose, onMade }: Props) {
  const queries = useQueryClient()
  const { zone } = useMe().organization
  const [id] = useState(() => site?.id ?? newId())
  const blank: Fields = {
    name: known.name ?? '',
    zone: known.zone ?? zone,
    ...emptySite,
    address: { ...emptyAddress, line1: known.line1 ?? '' },
  }
  const form = useRowForm({
    start: site ? fieldsOf(blank, site) : blank,
    version: site?.version ?? null,
    row: zSite,
    make: (fields) => call(customersApi.makeSite, { body: { id, customerId, ...fields } }),
    edit: (changes) => call(customersApi.editSite, { params: { id }, body: changes }),
  })
  const { draft, set, text } = form
  return (
    <RowDialog
      title={site ? `Edit ${site.name}` : 'Add a site'}
      action={site ? 'Save' : 'Add'}
      form={form}
      labels={labels}
      reason={draft.name.trim() === '' ? 'Give the site a name.' : null}
      onClose={onClose}
      onSaved={() => {
        refresh(queries, [
          { kind: 'site', id, version: 0 },
          { kind: 'customer', id: customerId, version: 0 },
        ])
        toast(site ? 'Saved' : 'Site added')
        onMade?.(id, draft.zone)
      }}
    >
      <TextInput
        label={labels.name}
        required
        data-autofocus
        maxLength={200}
        placeholder="How people call it"
        {...text('name')}
      />
      <AddressFields
        label={labels.address}
        value={draft.address}
        onChange={(address) => set({ address })}
        error={form.error('address')}
      />
      <div className={layout.two}>
        <Select
          label={labels.zone}
          description={site && !site.zoneConfirmed ? 'Guessed from a phone. Saving confirms it.' : undefined}
          searchable
          allowDeselect={false}
          data={zoneNames(draft.zone)}
          value={draft.zone}
          error={form.error('zone')}
          onChange={(value) => value && set({ zone: value })}
        />
        <TextInput label={labels.phone} type="tel" maxLength={40} {...text('phone')} />
      </div>
      <Textarea
        label={labels.accessNotes}
        description="Keys, gates, who to report to"
        autosize
        minRows={2}
        maxLength={4000}
        {...text('accessNotes')}
      />
      <Textarea
        label={labels.hazards}
        description="What could hurt somebody there"
        autosize
        minRows={2}
        maxLength={4000}
        {...text('hazards')}
      />
    </RowDialog>
  )
}
