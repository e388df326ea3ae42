import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { billingCatalogueApi, type PriceItem } from '#core/billing/catalogue-api.ts'
import { formatTaxRate, formatUnitPrice } from '#core/kit/money.ts'
import { heading } from '#core/work-orders/labels.ts'
import { FilterBar } from '#ui/office/Page.tsx'
import { EmptyState } from '#ui/States.tsx'
import { ask } from '../kit/ask.ts'
import { ActiveOrArchived, whichOf } from '../kit/ActiveOrArchived.tsx'
import { call } from '../kit/client.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { LoadMore } from '../kit/LoadMore.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { counted, usePages } from '../kit/pages.ts'
import { SearchBox } from '../kit/SearchBox.tsx'
import { TableSkeleton } from '../kit/TableSkeleton.tsx'
import { ItemPricesPanel } from '../prices/ItemPricesPanel.tsx'
import { PriceItemDialog } from './PriceItemDialog.tsx'
import { RowActions } from './RowActions.tsx'
import styles from './Settings.module.css'
import { useArchiving } from './archiving.ts'

const route = getRouteApi('/shell/settings')

export function PriceBookSection() {
  const { q, archived } = route.useSearch()
  const navigate = route.useNavigate()
  const { currency, locale } = useMe().organization
  const mayEdit = useMay('price_book.edit')
  const [open, setOpen] = useState<PriceItem | 'new' | null>(null)
  const asked = { q: q || undefined, archived: whichOf(archived) }
  const { query, rows, count } = usePages(billingCatalogueApi.listPriceItems, asked, (cursor) =>
    call(billingCatalogueApi.listPriceItems, { query: { ...asked, cursor, limit: 60 } }),
  )
  const rates = useQuery(ask(billingCatalogueApi.listTaxRates, { query: {} })).data?.items ?? []
  const change = (changes: { q?: string; archived?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true })
  const setArchived = useArchiving(
    billingCatalogueApi.listPriceItems,
    (sent) => call(billingCatalogueApi.archivePriceItem, sent),
    (sent) => call(billingCatalogueApi.restorePriceItem, sent),
  )
  const taxOf = (item: PriceItem) =>
    rates.find((rate) => rate.id === item.taxRateId) ?? rates.find((rate) => rate.isDefault)
  const add = mayEdit ? (
    <Button leftSection={<IconPlus size={15} stroke={2} aria-hidden />} onClick={() => setOpen('new')}>
      Add an item
    </Button>
  ) : null
  return (
    <div>
      <FilterBar result={counted(count, 'item')}>
        <SearchBox
          label="Search the price book"
          placeholder="Name, number, category"
          value={q ?? ''}
          onChange={(text) => change({ q: text || undefined })}
        />
        <ActiveOrArchived
          label="Which items"
          value={asked.archived}
          onChange={(which) => change({ archived: which })}
        />
        {add}
      </FilterBar>
      <Loaded query={query} failed="The price book could not be shown" skeleton={<TableSkeleton />}>
        {() =>
          rows.length === 0 ? (
            <EmptyState
              title={q ? 'Nothing fits these words' : archived ? 'No item is archived' : 'The price book is empty'}
              action={q || archived ? null : add}
            >
              {q || archived
                ? null
                : 'Parts and fees with their prices: technicians pick from it, invoices are made from it.'}
            </EmptyState>
          ) : (
            <div className={layout.frame}>
              <table className={`${layout.table} ${layout.rows}`}>
                <thead>
                  <tr>
                    <th>Number</th>
                    <th>Name</th>
                    <th>Kind</th>
                    <th>Category</th>
                    <th className={layout.right}>Price</th>
                    <th className={layout.right}>Tax</th>
                    <th>
                      <span className="sr-only">Change</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((item) => {
                    const rate = taxOf(item)
                    return (
                      <tr key={item.id}>
                        <td className="nowrap">{item.sku}</td>
                        <td className={layout.title}>{item.name}</td>
                        <td>{heading(item.kind)}</td>
                        <td>{item.category}</td>
                        <td className={layout.right}>
                          {item.unitPrice === null ? (
                            <span className={layout.detail}>
                              {item.cost === null ? 'no price' : `cost ${formatUnitPrice(item.cost, currency, locale)}`}
                            </span>
                          ) : (
                            formatUnitPrice(item.unitPrice, currency, locale)
                          )}{' '}
                          <span className={layout.detail}>{item.unit}</span>
                        </td>
                        <td className={layout.right}>{rate ? formatTaxRate(rate.rate, locale) : ''}</td>
                        <td className={layout.right}>
                          {mayEdit ? (
                            <RowActions
                              name={item.name}
                              archived={item.archivedAt !== null}
                              onEdit={() => setOpen(item)}
                              onArchive={(away) => setArchived(item, away)}
                            />
                          ) : null}
                        </td>
                      </tr>
                    )
                  })}
                </tbody>
              </table>
              <LoadMore pages={query} />
            </div>
          )
        }
      </Loaded>
      <div className={styles.below}>
        <ItemPricesPanel
          title="Prices by customer and day"
          empty="Every item costs its list price, for everybody. Add what it costs from a day on, or at a customer’s page what they pay."
          customer={null}
        />
      </div>
      {open ? (
        <PriceItemDialog item={open === 'new' ? null : open} rates={rates} onClose={() => setOpen(null)} />
      ) : null}
    </div>
  )
}
