import { type Minor, minorToDecimal } from '../kit/money.ts'
import type { LocalDate } from '../kit/time.ts'

/** A customer's order number with what it allows and what was invoiced under it, without tax. */
export type PurchaseOrderStanding = { number: string; limit: Minor | null; used: Minor; validUntil: LocalDate | null }

export type PurchaseOrderBlocker =
  | { code: 'purchase_order_expired'; params: { number: string; until: string } }
  | { code: 'purchase_order_exhausted'; params: { number: string; limit: string; left: string; net: string } }

/** Why nothing more is invoiced under an order number; null when it allows what is wanted. */
export function purchaseOrderBlocker(
  asked: PurchaseOrderStanding & { net: Minor; today: LocalDate; currency: string },
): PurchaseOrderBlocker | null {
  const { number, limit, used, validUntil, net, today, currency } = asked
  // Giving back is always allowed.
  if (net <= 0) return null
  if (validUntil !== null && validUntil < today)
    return { code: 'purchase_order_expired', params: { number, until: validUntil } }
  if (limit === null || used + net <= limit) return null
  const money = (amount: Minor) => `${minorToDecimal(amount, currency)} ${currency}`
  return {
    code: 'purchase_order_exhausted',
    params: { number, limit: money(limit), left: money(Math.max(limit - used, 0)), net: money(net) },
  }
}
