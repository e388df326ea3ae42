import { Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Contact, customersApi, emptyContact, zContact } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { fieldsOf, useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'

type Fields = Pick<Contact, 'name' | 'role' | 'phone' | 'email' | 'siteId'>

type Props = {
  customerId: Id
  contact: Contact | null
  sites: readonly { id: Id; name: string }[]
  siteId?: Id
  onClose: () => void
}

export function ContactDialog({ customerId, contact, sites, siteId, onClose }: Props) {
  const queries = useQueryClient()
  const [id] = useState(() => contact?.id ?? newId())
  const blank: Fields = { name: '', ...emptyContact, siteId: siteId ?? null }
  const form = useRowForm({
    start: contact ? fieldsOf(blank, contact) : blank,
    version: contact?.version ?? null,
    row: zContact,
    make: (fields) => call(customersApi.makeContact, { body: { id, customerId, ...fields } }),
    edit: (changes) => call(customersApi.editContact, { params: { id }, body: changes }),
  })
  const { draft, set, text } = form
  return (
    <RowDialog
      title={contact ? `Edit ${contact.name}` : 'Add a contact'}
      action={contact ? 'Save' : 'Add'}
      form={form}
      size={480}
      labels={{ name: 'Name', role: 'Role', phone: 'Phone', email: 'E-mail', siteId: 'Site' }}
      shown={(field, value) =>
        field === 'siteId' ? (sites.find((site) => site.id === value)?.name ?? 'the whole customer') : value || 'empty'
      }
      reason={draft.name.trim() === '' ? 'Give the contact a name.' : null}
      onClose={onClose}
      onSaved={() => {
        refresh(queries, [{ kind: 'contact', id, version: 0 }])
        toast(contact ? 'Saved' : 'Contact added')
      }}
    >
      <div className={layout.two}>
        <TextInput label="Name" required data-autofocus maxLength={200} {...text('name')} />
        <TextInput label="Role" placeholder="Caretaker" maxLength={120} {...text('role')} />
      </div>
      <div className={layout.two}>
        <TextInput label="Phone" type="tel" maxLength={40} {...text('phone')} />
        <TextInput label="E-mail" type="email" maxLength={254} {...text('email')} />
      </div>
      <Select
        label="Where"
        data={[
          { value: '', label: 'The whole customer' },
          ...sites.map((site) => ({ value: site.id, label: site.name })),
        ]}
        value={draft.siteId ?? ''}
        allowDeselect={false}
        onChange={(value) => set({ siteId: value || null })}
      />
    </RowDialog>
  )
}
