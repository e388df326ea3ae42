import type { RateCard } from '#core/billing/catalogue-api.ts'
import { formatMinor, formatUnitPrice } from '#core/kit/money.ts'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'

/** What a card says, in a line. */
export function CardDetail({ card }: { card: RateCard }) {
  const { currency, locale } = useMe().organization
  const unit = (price: number) => formatUnitPrice(price, currency, locale)
  const travel = {
    none: 'travel is not billed',
    actual: `travel ${unit(card.travelHourlyRate)} an hour`,
    flat: `travel ${formatMinor(card.travelFee, currency, locale)} a visit`,
    zone: `travel in ${card.travelZones.length} zones`,
  }[card.travelPolicy]
  const parts = [
    card.fixedPrice === null ? '' : `${formatMinor(card.fixedPrice, currency, locale)} however long it takes`,
    `${unit(card.hourlyRate)} an hour, rounded up to ${card.stepMinutes} min`,
    card.afterHours ? `${unit(card.afterHours.hourlyRate)} after hours` : '',
    card.holiday ? `${unit(card.holiday.hourlyRate)} on holidays` : '',
    card.minimumMinutes > 0 ? `at least ${card.minimumMinutes} min` : '',
    card.callOutFee > 0 ? `call-out ${formatMinor(card.callOutFee, currency, locale)}` : '',
    travel,
  ]
  return <p className={layout.detail}>{parts.filter(Boolean).join(', ')}</p>
}
