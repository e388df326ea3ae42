import { IconStar } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { billingCatalogueApi as api, type RateCard, type TaxRateRow } from '#core/billing/catalogue-api.ts'
import { formatTaxRate } from '#core/kit/money.ts'
import { formatLocalDate } from '#core/kit/time.ts'
import { MarkBadge } from '#ui/StatusBadge.tsx'
import { ask } from '../kit/ask.ts'
import { call } from '../kit/client.ts'
import layout from '../kit/layout.module.css'
import { useMay, useMe } from '../kit/me.ts'
import { CardDetail } from './CardDetail.tsx'
import { CatalogueList } from './CatalogueList.tsx'
import { GradesList } from './GradesList.tsx'
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
      <GradesList />
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
            {card.scope ? <p className={layout.detail}>for {card.scope}</p> : null}
            <CardDetail card={card} />
          </div>
          <span className={layout.detail}>
            from {formatLocalDate(card.validFrom, locale)}
            {card.validUntil ? ` until ${formatLocalDate(card.validUntil, locale)}` : ''}
          </span>
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
