import { TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { accountsApi as api, type PurchaseOrder, zPurchaseOrder } from '#core/billing/accounts-api.ts'
import type { Id } from '#core/kit/ids.ts'
import { currencyExponent } from '#core/kit/money.ts'
import { formatLocalDate, localDate } from '#core/kit/time.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { ask, keyOf, newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { useNow } from '../kit/clock.ts'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import layout from '../kit/layout.module.css'
import { useMay, useMe } from '../kit/me.ts'
import { useMoney } from '../kit/money.ts'
import { fieldsOf, useRowForm } from '../kit/row-form.ts'
import { RowDialog } from '../kit/RowDialog.tsx'
import { useArchiving } from '../settings/archiving.ts'
import { CatalogueList } from '../settings/CatalogueList.tsx'

/** A customer's order numbers: how much is left of each and how long it holds. */
export function PurchaseOrders({ customer }: { customer: Id }) {
  const query = useQuery({
    ...ask(api.listPurchaseOrders, { params: { id: customer } }),
    select: ({ items }: { items: PurchaseOrder[] }) => ({ items: items.map((one) => ({ ...one, name: one.number })) }),
  })
  const setArchived = useArchiving(
    api.listPurchaseOrders,
    (sent) => call(api.archivePurchaseOrder, sent),
    (sent) => call(api.restorePurchaseOrder, sent),
  )
  return (
    <CatalogueList
      title="Purchase orders"
      add="Add"
      empty="None written down: the number on a work order has no limit and no end."
      mayEdit={useMay('invoices.edit')}
      query={query}
      setArchived={setArchived}
      dialog={(row, close) => <PurchaseOrderDialog customer={customer} row={row} onClose={close} />}
    >
      {(row) => <Standing row={row} />}
    </CatalogueList>
  )
}

function Standing({ row }: { row: PurchaseOrder }) {
  const money = useMoney()
  const { locale, zone } = useMe().organization
  const today = localDate(useNow(), zone)
  const ended = row.validUntil !== null && row.validUntil < today
  const left = row.limit === null ? null : row.limit - row.used
  return (
    <>
      <div className={layout.grow}>
        <p>
          <b>{row.number}</b>
        </p>
        <p className={layout.detail}>
          {[
            row.validUntil ? `${ended ? 'ended' : 'until'} ${formatLocalDate(row.validUntil, locale)}` : 'without end',
            `${money(row.used)} invoiced`,
            row.note,
          ]
            .filter(Boolean)
            .join(', ')}
        </p>
      </div>
      <span className={`${layout.right} ${ended || (left !== null && left <= 0) ? layout.bad : ''}`}>
        {left === null ? 'No limit' : `${money(left)} left`}
      </span>
    </>
  )
}

type Fields = Pick<PurchaseOrder, 'number' | 'limit' | 'validUntil' | 'note'>
const blank: Fields = { number: '', limit: null, validUntil: null, note: '' }

function PurchaseOrderDialog({
  customer,
  row,
  onClose,
}: {
  customer: Id
  row: PurchaseOrder | null
  onClose: () => void
}) {
  const queries = useQueryClient()
  const { currency } = useMe().organization
  const [id] = useState(() => row?.id ?? newId())
  const form = useRowForm({
    start: row ? fieldsOf(blank, row) : blank,
    version: row?.version ?? null,
    row: zPurchaseOrder,
    make: (fields) => call(api.makePurchaseOrder, { body: { id, customerId: customer, ...fields } }),
    edit: (changes) => call(api.editPurchaseOrder, { params: { id }, body: changes }),
  })
  const { draft, set, text } = form
  return (
    <RowDialog
      title={row ? `Edit ${row.number}` : 'Add a purchase order'}
      action={row ? 'Save' : 'Add'}
      form={form}
      size={440}
      labels={{ number: 'Number', limit: 'Limit', validUntil: 'Until', note: 'Note' }}
      reason={draft.number.trim() === '' ? 'Give its number.' : null}
      onClose={onClose}
      onSaved={() => {
        void queries.invalidateQueries({ queryKey: keyOf(api.listPurchaseOrders) })
        toast(row ? 'Saved' : 'Purchase order added')
      }}
    >
      <TextInput label="Number" required data-autofocus maxLength={120} {...text('number')} />
      <div className={layout.two}>
        <DecimalInput
          label="Limit without tax"
          description="Empty: no limit"
          digits={currencyExponent(currency)}
          value={draft.limit}
          error={form.error('limit')}
          onChange={(limit) => set({ limit })}
        />
        <TextInput
          label="Last day"
          description="Empty: for good"
          type="date"
          value={draft.validUntil ?? ''}
          error={form.error('validUntil')}
          onChange={(event) => set({ validUntil: event.currentTarget.value || null })}
        />
      </div>
      <TextInput label="Note" maxLength={300} {...text('note')} />
    </RowDialog>
  )
}
