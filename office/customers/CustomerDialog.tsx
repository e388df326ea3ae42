import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Customer, customersApi, emptyCustomer, zCustomer } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { newId } from '../kit/ask.ts'
import { AddressFields } from '../kit/AddressFields.tsx'
import { call } from '../kit/client.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { fieldsOf, useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'

type Fields = Omit<Customer, 'id' | 'version' | 'archivedAt' | 'madeOnPhone' | 'number'>
const blank: Fields = { name: '', requiresPurchaseOrder: false, ...emptyCustomer }

const labels: Record<keyof Fields, string> = {
  name: 'Name',
  billingAddress: 'Billing address',
  phone: 'Phone',
  email: 'E-mail',
  taxNumber: 'Tax number',
  accountNumber: 'Number in the books',
  notes: 'Notes',
  requiresPurchaseOrder: 'Requires a purchase order',
  paymentTermsDays: 'Days to pay',
  taxExemptCertificate: 'Exemption certificate',
  taxExemptUntil: 'Exempt until',
}

type Props = {
  customer: Customer | null /** What it is called at first. */
  name?: string
  onClose: () => void
  onMade?: (id: Id, name: string) => void
}

export function CustomerDialog({ customer, name = '', onClose, onMade }: Props) {
  const queries = useQueryClient()
  const [id] = useState(() => customer?.id ?? newId())
  const form = useRowForm({
    start: customer ? fieldsOf(blank, customer) : { ...blank, name },
    version: customer?.version ?? null,
    row: zCustomer,
    // Left out, the organization's setting decides whether a purchase order is required.
    make: ({ requiresPurchaseOrder, ...fields }) =>
      call(customersApi.makeCustomer, {
        body: { id, ...fields, ...(requiresPurchaseOrder ? { requiresPurchaseOrder } : {}) },
      }),
    edit: (changes) => call(customersApi.editCustomer, { params: { id }, body: changes }),
  })
  const { draft, set, text } = form
  return (
    <RowDialog
      title={customer ? `Edit ${customer.name}` : 'Add a customer'}
      action={customer ? 'Save' : 'Add'}
      form={form}
      labels={labels}
      reason={draft.name.trim() === '' ? 'Give the customer a name.' : null}
      onClose={onClose}
      onSaved={() => {
        refresh(queries, [{ kind: 'customer', id, version: 0 }])
        toast(customer ? 'Saved' : 'Customer added')
        onMade?.(id, draft.name)
      }}
    >
      <TextInput label={labels.name} required data-autofocus maxLength={200} {...text('name')} />
      <div className={layout.two}>
        <TextInput label={labels.phone} type="tel" maxLength={40} {...text('phone')} />
        <TextInput label={labels.email} type="email" maxLength={254} {...text('email')} />
      </div>
      <AddressFields
        label={labels.billingAddress}
        value={draft.billingAddress}
        onChange={(billingAddress) => set({ billingAddress })}
        error={form.error('billingAddress')}
      />
      <div className={layout.two}>
        <TextInput label={labels.taxNumber} maxLength={60} {...text('taxNumber')} />
        <TextInput label={labels.accountNumber} maxLength={60} {...text('accountNumber')} />
        <DecimalInput
          label={labels.paymentTermsDays}
          description="Empty: as the organization says"
          digits={0}
          value={draft.paymentTermsDays}
          error={form.error('paymentTermsDays')}
          onChange={(paymentTermsDays) => set({ paymentTermsDays })}
        />
      </div>
      <Checkbox
        label="Requires a purchase order number before an invoice"
        checked={draft.requiresPurchaseOrder}
        onChange={(event) => set({ requiresPurchaseOrder: event.currentTarget.checked })}
      />
      <div className={layout.two}>
        <TextInput label={labels.taxExemptCertificate} maxLength={60} {...text('taxExemptCertificate')} />
        <TextInput
          label={labels.taxExemptUntil}
          type="date"
          value={draft.taxExemptUntil ?? ''}
          error={form.error('taxExemptUntil')}
          onChange={(event) => set({ taxExemptUntil: event.currentTarget.value || null })}
        />
      </div>
      <Textarea label={labels.notes} autosize minRows={2} maxRows={10} maxLength={10_000} {...text('notes')} />
    </RowDialog>
  )
}
