import { IconStar } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { billingCatalogueApi as api, type RateCard, type TaxRateRow } from '#core/billing/catalogue-api.ts'
import { formatMinor, formatTaxRate, formatUnitPrice } from '#core/kit/money.ts'
import { formatLocalDate } from '#core/kit/time.ts'
import { MarkBadge } from '#ui/StatusBadge.tsx'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import layout from '../kit/layout.module.css'
import { useMay, useMe } from '../kit/me.ts'
import { CatalogueList } from './CatalogueList.tsx'
import { RateCardDialog } from './RateCardDialog.tsx'
import { TaxRateDialog } from './TaxRateDialog.tsx'
import { useArchiving } from './archiving.ts'

const usualMark = { word: 'Default', tone: 'neutral', icon: IconStar } as const

/** What an hour, a call-out and a trip cost, and the tax on them. */
export function RatesSection() {
  return (
    <>
      <RateCards />
      <TaxRates />
    </>
  )
}

const askTaxRates = ask(api.listTaxRates, { query: { archived: 'all' } })

function RateCards() {
  const { locale } = useMe().organization
  const rates = (useQuery(askTaxRates).data?.items ?? []).filter((rate) => rate.archivedAt === null)
  const setArchived = useArchiving(
    api.listRateCards,
    (sent) => call(api.archiveRateCard, sent),
    (sent) => call(api.restoreRateCard, sent),
  )
  return (
    <CatalogueList
      title="Rate cards"
      add="Add a rate card"
      empty="Without a rate card labour is not priced. Add the first."
      mayEdit={useMay('price_book.edit')}
      query={useQuery(ask(api.listRateCards, { query: { archived: 'all' } }))}
      setArchived={setArchived}
      dialog={(card, close) => <RateCardDialog card={card} rates={rates} onClose={close} />}
    >
      {(card) => (
        <>
          <div className={layout.grow}>
            <Named row={card} />
            <CardDetail card={card} />
          </div>
          <span className={layout.detail}>from {formatLocalDate(card.validFrom, locale)}</span>
        </>
      )}
    </CatalogueList>
  )
}

function Named({ row }: { row: RateCard | TaxRateRow }) {
  return (
    <p>
      <b>{row.name}</b> {row.isDefault ? <MarkBadge mark={usualMark} look="plain" /> : null}
    </p>
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
  const { locale } = useMe().organization
  const setArchived = useArchiving(
    api.listTaxRates,
    (sent) => call(api.archiveTaxRate, sent),
    (sent) => call(api.restoreTaxRate, sent),
  )
  return (
    <CatalogueList
      title="Tax rates"
      add="Add a tax rate"
      empty="No tax rate yet. Without one nothing is taxed."
      mayEdit={useMay('price_book.edit')}
      query={useQuery(askTaxRates)}
      setArchived={setArchived}
      dialog={(rate, close) => <TaxRateDialog rate={rate} onClose={close} />}
    >
      {(rate) => (
        <>
          <div className={layout.grow}>
            <Named row={rate} />
            {rate.code ? <p className={layout.detail}>{rate.code} in the accounts</p> : null}
          </div>
          <span>{formatTaxRate(rate.rate, locale)}</span>
        </>
      )}
    </CatalogueList>
  )
}
