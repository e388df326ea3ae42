import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { customersApi } from '#core/customers/api.ts'
import { emptyAddress } from '#core/kit/address.ts'
import { sentence } from '#core/kit/sentences.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { newId } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import { sentenceOf } from '../kit/problem.ts'
import { useMay } from '../kit/me.ts'
import { Action } from '../work-orders/Action.tsx'
import { Dialog } from '../work-orders/dialogs/Dialog.tsx'
import { useOrder } from '../work-orders/order-context.ts'
import { PlacePicker } from '../work-orders/PlacePicker.tsx'

/** A customer or site reported from the field: linked to one that is known, or added from what was reported. */
export function LinkPlace({ what }: { what: 'customer' | 'site' }) {
  const { page, why } = useOrder()
  const mayAdd = useMay('customers.edit')
  const add = useAddReported(what)
  const [busy, setBusy] = useState(false)
  const [linking, setLinking] = useState(false)
  const reason = why({ type: 'edit_details', body: { changes: {} } })
  const first = what === 'site' && page.work.details.customer === null ? 'Link the customer first.' : null
  return (
    <span className="actions">
      <Action reason={reason} onPress={() => setLinking(true)}>
        Link to one we know
      </Action>
      <Action
        loading={busy}
        reason={reason ?? first ?? (mayAdd ? null : sentence('not_allowed'))}
        onPress={() => {
          setBusy(true)
          void add().finally(() => setBusy(false))
        }}
      >
        Add as new
      </Action>
      {linking ? <LinkDialog onClose={() => setLinking(false)} /> : null}
    </span>
  )
}

/** Makes the customer or site from the reported text and links it. */
function useAddReported(what: 'customer' | 'site'): () => Promise<void> {
  const { page, send } = useOrder()
  const queries = useQueryClient()
  const { reported, details, zone } = page.work
  return async () => {
    // Under the id the phone gave it, so that whatever names it there stays right.
    const id = (what === 'customer' ? reported?.customerId : reported?.siteId) ?? newId()
    const reportedOn = page.work.id
    try {
      if (what === 'customer') {
        await call(customersApi.makeCustomer, {
          body: {
            id,
            name: (reported?.customer || 'Unnamed customer').slice(0, 200),
            phone: (reported?.phone ?? '').slice(0, 40),
            reportedOn,
          },
        })
        await send({ type: 'edit_details', body: { changes: { customer: id } } }, { done: 'Customer added and linked' })
      } else if (details.customer) {
        const text = (reported?.site || 'Unnamed site').slice(0, 200)
        const siteZone = reported?.zone ?? zone
        await call(customersApi.makeSite, {
          body: {
            id,
            customerId: details.customer,
            name: text,
            address: { ...emptyAddress, line1: text },
            zone: siteZone,
            reportedOn,
          },
        })
        await send(
          { type: 'edit_details', body: { changes: { site: id }, zone: siteZone } },
          { done: 'Site added and linked' },
        )
      }
    } catch (error) {
      toast(sentenceOf(error), { urgent: true })
    } finally {
      refresh(queries, [
        { kind: 'customer', id: details.customer ?? id, version: 0 },
        { kind: 'site', id, version: 0 },
      ])
    }
  }
}

function LinkDialog({ onClose }: { onClose: () => void }) {
  const { page, send } = useOrder()
  const { details, reported } = page.work
  const [place, setPlace] = useState({ customer: details.customer, site: details.site })
  const submit = async () => {
    try {
      const zone = place.site
        ? (await call(customersApi.readSite, { params: { id: place.site } })).site.zone
        : undefined
      const changes = {
        ...(place.customer ? { customer: place.customer } : {}),
        ...(place.site ? { site: place.site } : {}),
      }
      return (await send({ type: 'edit_details', body: { changes, ...(zone ? { zone } : {}) } }, { done: 'Linked' })).ok
    } catch (error) {
      toast(sentenceOf(error), { urgent: true })
      return false
    }
  }
  return (
    <Dialog
      title="Link customer and site"
      action="Link"
      reason={place.customer ? null : 'Choose the customer.'}
      onClose={onClose}
      onSubmit={submit}
    >
      <p>
        Reported:{' '}
        <b>
          {[reported?.customer, reported?.site, reported?.contact, reported?.phone].filter(Boolean).join(', ') ||
            'nothing'}
        </b>
      </p>
      <PlacePicker customer={place.customer} site={place.site} onChange={setPlace} />
    </Dialog>
  )
}
