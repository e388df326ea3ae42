import { amountOf, type Minor, shareOf, sum, type TaxRate } from '../kit/money.ts'
import { abilitiesOf, type Role, roles } from '../people/abilities.ts'
import type { CommandBody } from '../work-orders/commands.ts'
import { lineAmount } from './price.ts'
import { isUnpriced, type Priced } from './priced-line.ts'

/**
 * How far somebody may move a line from the price it has by itself: both bounds hold where both are given, and where
 * neither is, nothing may be moved.
 */
export type OverrideLimit = { percent: TaxRate | null; amount: Minor | null }
/** By role; a role without one may move a price as far as it likes. */
export type OverrideLimits = Partial<Record<Role, OverrideLimit>>

export type Override = { was: Minor; becomes: Minor }

/** Roles that work on prices at all, those who run the place first. */
export const pricingRoles: readonly Role[] = roles.filter((role) => abilitiesOf([role]).includes('review'))

/**
 * Whether the roles of somebody reach as far as an override goes; if not, the roles that do.
 * @returns null when it is within
 */
export function beyondLimit(override: Override, own: readonly Role[], limits: OverrideLimits): { who: Role[] } | null {
  const reaches = (role: Role) => isWithin(override, limits[role])
  if (own.filter((role) => pricingRoles.includes(role)).some(reaches)) return null
  return { who: pricingRoles.filter(reaches) }
}

function isWithin({ was, becomes }: Override, limit: OverrideLimit | undefined): boolean {
  if (limit === undefined || was === becomes) return true
  const moved = Math.abs(becomes - was)
  const bounds = [
    ...(limit.percent === null ? [] : [shareOf(Math.abs(was), limit.percent)]),
    ...(limit.amount === null ? [] : [limit.amount]),
  ]
  return bounds.length > 0 && bounds.every((bound) => moved <= bound)
}

type Moving =
  | { type: 'add_line'; body: CommandBody<'add_line'> }
  | { type: 'change_line'; body: CommandBody<'change_line'> }
  | { type: 'strike_line'; body: CommandBody<'strike_line'> }
  | { type: 'restore_line'; body: CommandBody<'restore_line'> }

/** How far a command of the office moves a price; null where it moves none: what is charged besides is no override. */
export function overrideOf(bill: Priced, { type, body }: Moving, currency: string): Override | null {
  if (type === 'restore_line') return null
  if (type === 'add_line') {
    const amount = amountOf(body.quantity, body.unitPrice, currency)
    if (amount >= 0) return null
    const was = sum(bill.lines.map((line) => (line.struck ? 0 : line.amount)))
    return { was, becomes: was + amount }
  }
  const line = bill.lines.find((one) => one.key === body.key)
  if (!line) return null
  const was = line.changed?.was.net ?? line.amount
  if (type === 'strike_line') return { was, becomes: 0 }
  // A line without a price of its own is given one, not moved from one.
  if (isUnpriced(line)) return null
  const { quantity = line.quantity, unitPrice = line.unitPrice } = body.changes
  return { was, becomes: lineAmount({ kind: line.kind, quantity, unitPrice }, currency) }
}
