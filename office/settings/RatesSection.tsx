import { Button } from '@mantine/core'
import { IconPlus, IconStar } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { billingCatalogueApi, type RateCard, type TaxRateRow } from '#core/billing/catalogue-api.ts'
import { formatMinor, formatTaxRate, formatUnitPrice } from '#core/kit/money.ts'
import { formatLocalDate } from '#core/kit/time.ts'
import { Panel } from '#ui/office/Page.tsx'
import { MarkBadge } from '#ui/StatusBadge.tsx'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { RateCardDialog } from './RateCardDialog.tsx'
import { RowActions } from './RowActions.tsx'
import { TaxRateDialog } from './TaxRateDialog.tsx'
import { useArchiving } from './archiving.ts'

const usualMark = { word: 'Default', tone: 'neutral', icon: IconStar } as const

/** What an hour, a call-out and a trip cost, and the tax on them. */
export function RatesSection() {
  const rates = useQuery(ask(billingCatalogueApi.listTaxRates, { query: {} }))
  return (
    <>
      <RateCards rates={rates.data?.items ?? []} />
      <TaxRates />
    </>
  )
}

function AddButton({ children, onPress }: { children: string; onPress: () => void }) {
  return (
    <Button variant="subtle" leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />} onClick={onPress}>
      {children}
    </Button>
  )
}

function RateCards({ rates }: { rates: readonly TaxRateRow[] }) {
  const mayEdit = useMay('price_book.edit')
  const { locale } = useMe().organization
  const query = useQuery(ask(billingCatalogueApi.listRateCards, { query: {} }))
  const [open, setOpen] = useState<RateCard | 'new' | null>(null)
  const setArchived = useArchiving(
    billingCatalogueApi.listRateCards,
    (id) => call(billingCatalogueApi.archiveRateCard, { params: { id } }),
    (id) => call(billingCatalogueApi.restoreRateCard, { params: { id } }),
  )
  return (
    <Panel
      title="Rate cards"
      count={query.data?.items.length}
      flush
      id="rate-cards"
      actions={mayEdit ? <AddButton onPress={() => setOpen('new')}>Add a rate card</AddButton> : null}
    >
      <Loaded query={query} failed="The rate cards could not be shown">
        {({ items }) =>
          items.length === 0 ? (
            <p className={`${layout.pad} ${layout.empty}`}>Without a rate card labour is not priced. Add the first.</p>
          ) : (
            items.map((card) => (
              <div key={card.id} className={layout.line}>
                <div className={layout.grow}>
                  <p>
                    <b>{card.name}</b> {card.isDefault ? <MarkBadge mark={usualMark} look="plain" /> : null}
                  </p>
                  <CardDetail card={card} />
                </div>
                <span className={layout.detail}>from {formatLocalDate(card.validFrom, locale)}</span>
                {mayEdit ? (
                  <RowActions
                    name={card.name}
                    archived={false}
                    onEdit={() => setOpen(card)}
                    onArchive={(away) => setArchived(card, away)}
                  />
                ) : null}
              </div>
            ))
          )
        }
      </Loaded>
      {open ? <RateCardDialog card={open === 'new' ? null : open} rates={rates} onClose={() => setOpen(null)} /> : null}
    </Panel>
  )
}

function CardDetail({ card }: { card: RateCard }) {
  const { currency, locale } = useMe().organization
  const unit = (price: number) => formatUnitPrice(price, currency, locale)
  const travel =
    card.travelPolicy === 'none'
      ? 'travel is not billed'
      : card.travelPolicy === 'flat'
        ? `travel ${formatMinor(card.travelFee, currency, locale)} a visit`
        : `travel ${unit(card.travelHourlyRate)} an hour`
  const parts = [
    `${unit(card.hourlyRate)} an hour, rounded up to ${card.stepMinutes} min`,
    card.minimumMinutes > 0 ? `at least ${card.minimumMinutes} min` : '',
    card.callOutFee > 0 ? `call-out ${formatMinor(card.callOutFee, currency, locale)}` : '',
    travel,
  ]
  return <p className={layout.detail}>{parts.filter(Boolean).join(', ')}</p>
}

function TaxRates() {
  const mayEdit = useMay('price_book.edit')
  const { locale } = useMe().organization
  const query = useQuery(ask(billingCatalogueApi.listTaxRates, { query: {} }))
  const [open, setOpen] = useState<TaxRateRow | 'new' | null>(null)
  const setArchived = useArchiving(
    billingCatalogueApi.listTaxRates,
    (id) => call(billingCatalogueApi.archiveTaxRate, { params: { id } }),
    (id) => call(billingCatalogueApi.restoreTaxRate, { params: { id } }),
  )
  return (
    <Panel
      title="Tax rates"
      count={query.data?.items.length}
      flush
      id="tax-rates"
      actions={mayEdit ? <AddButton onPress={() => setOpen('new')}>Add a tax rate</AddButton> : null}
    >
      <Loaded query={query} failed="The tax rates could not be shown">
        {({ items }) =>
          items.length === 0 ? (
            <p className={`${layout.pad} ${layout.empty}`}>No tax rate yet. Without one nothing is taxed.</p>
          ) : (
            items.map((rate) => (
              <div key={rate.id} className={layout.line}>
                <div className={layout.grow}>
                  <p>
                    <b>{rate.name}</b> {rate.isDefault ? <MarkBadge mark={usualMark} look="plain" /> : null}
                  </p>
                  {rate.code ? <p className={layout.detail}>{rate.code} in the accounts</p> : null}
                </div>
                <span>{formatTaxRate(rate.rate, locale)}</span>
                {mayEdit ? (
                  <RowActions
                    name={rate.name}
                    archived={false}
                    onEdit={() => setOpen(rate)}
                    onArchive={(away) => setArchived(rate, away)}
                  />
                ) : null}
              </div>
            ))
          )
        }
      </Loaded>
      {open ? <TaxRateDialog rate={open === 'new' ? null : open} onClose={() => setOpen(null)} /> : null}
    </Panel>
  )
}
