import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { billingCatalogueApi, type RateCard } from '#core/billing/catalogue-api.ts'
import { type CustomerTerms as Terms, priceTermsApi } from '#core/billing/terms-api.ts'
import type { Customer } from '#core/customers/api.ts'
import { formatTaxRate } from '#core/kit/money.ts'
import { formatLocalDate, localDate } from '#core/kit/time.ts'
import { FactList, Panel } from '#ui/office/Page.tsx'
import { AddButton } from '../kit/AddButton.tsx'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import { useNow } from '../kit/clock.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { ItemPricesPanel } from '../prices/ItemPricesPanel.tsx'
import { CardDetail } from '../settings/CardDetail.tsx'
import { RateCardDialog } from '../settings/RateCardDialog.tsx'
import { RowActions } from '../settings/RowActions.tsx'
import { useArchiving } from '../settings/archiving.ts'
import { CustomerTermsDialog } from './CustomerTermsDialog.tsx'

/** Prices and terms of a customer: what comes off, their rates, their prices, and whether tax is charged. */
export function CustomerTerms({ customer }: { customer: Customer }) {
  return (
    <>
      <Discounts customer={customer} />
      <OwnRates customer={customer} />
      <ItemPricesPanel
        title="Agreed prices"
        empty="No price of its own. What is fitted costs what the price book says."
        customer={{ id: customer.id, name: customer.name }}
      />
    </>
  )
}

function Discounts({ customer }: { customer: Customer }) {
  const mayEdit = useMay('price_book.edit')
  const [editing, setEditing] = useState(false)
  const query = useQuery(ask(priceTermsApi.readCustomerTerms, { params: { id: customer.id } }))
  return (
    <Panel
      title="Prices and terms"
      id="prices-and-terms"
      actions={
        mayEdit && query.data ? (
          <Button
            variant="subtle"
            leftSection={<IconPencil size={15} stroke={1.75} aria-hidden />}
            onClick={() => setEditing(true)}
          >
            Change
          </Button>
        ) : null
      }
    >
      <Loaded query={query} failed="The terms could not be shown">
        {(terms) => (
          <>
            <TermsFacts terms={terms} customer={customer} />
            {editing ? (
              <CustomerTermsDialog customer={customer} terms={terms} onClose={() => setEditing(false)} />
            ) : null}
          </>
        )}
      </Loaded>
    </Panel>
  )
}

function TermsFacts({ terms, customer }: { terms: Terms; customer: Customer }) {
  const { locale, zone } = useMe().organization
  const today = localDate(useNow(), zone)
  const off = (percent: number) => (percent === 0 ? 'None' : `${formatTaxRate(percent, locale)} off`)
  const { taxExemptCertificate: certificate, taxExemptUntil: until } = customer
  const ended = until !== null && until < today
  return (
    <FactList
      facts={[
        { label: 'Labour', value: off(terms.labourDiscount) },
        { label: 'Parts', value: off(terms.partsDiscount) },
        ...terms.categoryDiscounts.map((one) => ({ label: one.category, value: off(one.percent) })),
        {
          label: 'Tax',
          value:
            certificate === '' ? (
              'Charged'
            ) : (
              <span className={ended ? layout.warn : undefined}>
                {ended ? 'Charged again: ' : 'Exempt, '}certificate {certificate}
                {until ? `${ended ? ' ended on ' : ' until '}${formatLocalDate(until, locale)}` : ''}
              </span>
            ),
        },
      ]}
    />
  )
}

function OwnRates({ customer }: { customer: Customer }) {
  const { locale } = useMe().organization
  const mayEdit = useMay('price_book.edit')
  const [open, setOpen] = useState<RateCard | 'new' | null>(null)
  const query = useQuery(ask(billingCatalogueApi.listRateCards, { query: {} }))
  const rates = useQuery(ask(billingCatalogueApi.listTaxRates, { query: {} })).data?.items ?? []
  const own = query.data?.items.filter((card) => card.customerId === customer.id)
  const setArchived = useArchiving(
    billingCatalogueApi.listRateCards,
    (sent) => call(billingCatalogueApi.archiveRateCard, sent),
    (sent) => call(billingCatalogueApi.restoreRateCard, sent),
  )
  return (
    <Panel
      title="Own rates"
      count={own?.length}
      flush
      id="own-rates"
      actions={mayEdit ? <AddButton onPress={() => setOpen('new')}>Add a rate card</AddButton> : null}
    >
      <Loaded query={query} failed="The rates could not be shown">
        {() =>
          own?.length === 0 ? (
            <p className={`${layout.pad} ${layout.empty}`}>No rates of its own. The cards for all work hold.</p>
          ) : (
            own?.map((card) => (
              <div key={card.id} className={layout.line}>
                <div className={layout.grow}>
                  <p>
                    <b>{card.name}</b>{' '}
                    <span className={layout.detail}>from {formatLocalDate(card.validFrom, locale)}</span>
                  </p>
                  <CardDetail card={card} />
                </div>
                {mayEdit ? (
                  <RowActions
                    name={card.name}
                    archived={false}
                    onEdit={() => setOpen(card)}
                    onArchive={() => setArchived(card, true)}
                  />
                ) : null}
              </div>
            ))
          )
        }
      </Loaded>
      {open ? (
        <RateCardDialog
          card={open === 'new' ? null : open}
          customerId={customer.id}
          rates={rates}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Panel>
  )
}
