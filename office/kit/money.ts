import { formatMinor, type Minor } from '#core/kit/money.ts'
import { useMe } from './me.ts'

/** Writes an amount as the organization writes money. */
export function useMoney(): (amount: Minor) => string {
  const { currency, locale } = useMe().organization
  return (amount) => formatMinor(amount, currency, locale)
}
