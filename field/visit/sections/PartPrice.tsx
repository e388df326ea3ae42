import { IconAlertTriangle } from '@tabler/icons-react'
import { aboveLimitWith, offeredPrice } from '#core/billing/part-offer.ts'
import { formatMinor, formatUnitPrice } from '#core/kit/money.ts'
import { formatLocalDate } from '#core/kit/time.ts'
import { useCatalogue, useLocale } from '../../hooks.ts'
import type { Catalogue, WorkOrderView } from '../../offline/views/types.ts'
import { Banner } from '../../shell/Banner.tsx'
import forms from '../../shell/forms.module.css'

type Money = NonNullable<WorkOrderView['money']>

/** What one of a part is charged with here; null where nobody has a price for it. */
export function partPriceOf(money: Money, { parts, prices }: Catalogue, item: string | null): number | null {
  const part = parts.find((one) => one.id === item)
  return part ? offeredPrice(money, prices.get(part.id)?.unitPrice ?? null, part) : null
}

type Props = { view: WorkOrderView; money: Money; item: string | null; quantity: number | null }

/** The price of what is about to be fitted and, before it is, that the work comes to more than was agreed. */
export function PartPrice({ view, money, item, quantity }: Props) {
  const catalogue = useCatalogue()
  const locale = useLocale()
  const unitPrice = partPriceOf(money, catalogue, item)
  const since = view.order.work.parts
    .filter((part) => !money.counted.includes(part.id))
    .map((part) => ({ quantity: part.quantity, unitPrice: partPriceOf(money, catalogue, part.item) }))
  const over = aboveLimitWith(money, [...since, { quantity: quantity ?? 0, unitPrice }])
  const written = (amount: number) => formatMinor(amount, money.currency, locale)
  const day = catalogue.prices.get(item ?? '')?.on ?? money.on
  return (
    <>
      <p className={forms.soft}>
        {unitPrice === null
          ? 'No price yet. The office gives it one.'
          : `${formatUnitPrice(unitPrice, money.currency, locale)} each, as of ${formatLocalDate(day, locale)}`}
      </p>
      {over !== null && money.notToExceed !== null ? (
        <output>
          <Banner tone="waiting" icon={<IconAlertTriangle stroke={1.75} />} title="Above what was agreed">
            {`At most ${written(money.notToExceed)} without tax; with this it is ${written(money.notToExceed + over)}. Call the office before it is fitted.`}
          </Banner>
        </output>
      ) : null}
    </>
  )
}
