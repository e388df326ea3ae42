import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ItemPrice, priceTermsApi as api } from '#core/billing/terms-api.ts'
import type { Id } from '#core/kit/ids.ts'
import { formatUnitPrice } from '#core/kit/money.ts'
import { formatLocalDate } from '#core/kit/time.ts'
import { Panel } from '#ui/office/Page.tsx'
import { AddButton } from '../kit/AddButton.tsx'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { RowActions } from '../settings/RowActions.tsx'
import { useArchiving } from '../settings/archiving.ts'
import { ItemPriceDialog } from './ItemPriceDialog.tsx'

type Props = { title: string; empty: string; customer: { id: Id; name: string } | null }

/** Prices from a day on: of a customer, or all there are. */
export function ItemPricesPanel({ title, empty, customer }: Props) {
  const mayEdit = useMay('price_book.edit')
  const [open, setOpen] = useState<ItemPrice | 'new' | null>(null)
  const query = useQuery(ask(api.listItemPrices, { query: { customer: customer?.id } }))
  const setArchived = useArchiving(
    api.listItemPrices,
    (sent) => call(api.archiveItemPrice, sent),
    (sent) => call(api.restoreItemPrice, sent),
  )
  return (
    <Panel
      title={title}
      count={query.data?.items.length}
      flush
      id="item-prices"
      actions={mayEdit ? <AddButton onPress={() => setOpen('new')}>Add a price</AddButton> : null}
    >
      <Loaded query={query} failed="The prices could not be shown">
        {({ items }) =>
          items.length === 0 ? (
            <p className={`${layout.pad} ${layout.empty}`}>{empty}</p>
          ) : (
            items.map((price) => (
              <div key={price.id} className={layout.line}>
                <PriceLine price={price} withCustomer={customer === null} />
                {mayEdit ? (
                  <RowActions
                    name={price.itemName}
                    archived={false}
                    onEdit={() => setOpen(price)}
                    onArchive={() => setArchived({ id: price.id, name: price.itemName }, true)}
                  />
                ) : null}
              </div>
            ))
          )
        }
      </Loaded>
      {open ? (
        <ItemPriceDialog price={open === 'new' ? null : open} customer={customer} onClose={() => setOpen(null)} />
      ) : null}
    </Panel>
  )
}

function PriceLine({ price, withCustomer }: { price: ItemPrice; withCustomer: boolean }) {
  const { currency, locale } = useMe().organization
  const until = price.validUntil ? ` until ${formatLocalDate(price.validUntil, locale)}` : ''
  return (
    <>
      <div className={layout.grow}>
        <p>
          <b>{price.itemName}</b> <span className={layout.detail}>{price.itemSku}</span>
        </p>
        <p className={layout.detail}>
          {withCustomer ? `${price.customerName ?? 'All customers'}, ` : ''}from{' '}
          {formatLocalDate(price.validFrom, locale)}
          {until}
        </p>
      </div>
      <span className={layout.right}>
        {formatUnitPrice(price.unitPrice, currency, locale)} <span className={layout.detail}>{price.itemUnit}</span>
      </span>
    </>
  )
}
